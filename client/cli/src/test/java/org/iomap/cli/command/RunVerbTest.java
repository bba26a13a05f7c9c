package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.iomap.cli.Main;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("iomap run")
class RunVerbTest {
    private static final Path LAUNCHER = Path.of("src/main/launcher/iomap");

    @TempDir
    private Path root;

    /** A runner that says how it was called. */
    private Path runner(String place) throws IOException {
        Path file = root.resolve(place);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\necho \"$0\" with \"$@\"\nexit 7\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Nested
    class By_the_launcher {
        private int status;

        private String run(String... words) throws IOException, InterruptedException {
            Path launcher = root.resolve("cli/target/iomap");
            Files.createDirectories(launcher.getParent());
            Files.copy(LAUNCHER, launcher);
            List<String> command = new ArrayList<>(List.of("sh", launcher.toString(), "run"));
            command.addAll(List.of(words));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PATH", "/usr/bin:/bin:" + root.resolve("path"));
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            status = process.waitFor();
            return printed.strip();
        }

        @Test
        void becomes_the_runner_that_the_build_made() throws Exception {
            runner("c/target/bin/iomap-run");

            assertThat(run("--static", "--", "prog", "two words"))
                    .endsWith("iomap-run with --static -- prog two words");
            assertThat(status).isEqualTo(7);
        }

        @Test
        void becomes_the_one_beside_it_first() throws Exception {
            runner("c/target/bin/iomap-run");
            Path beside = runner("cli/target/iomap-run");

            assertThat(run("prog")).startsWith(beside.toRealPath().toString());
        }

        @Test
        void becomes_the_one_in_the_path_at_last() throws Exception {
            Path installed = runner("path/iomap-run");

            assertThat(run("prog")).startsWith(installed.toString());
        }

        @Test
        void says_what_is_missing() throws Exception {
            assertThat(run("prog")).startsWith("iomap run: not built").contains("libzydis-dev");
            assertThat(status).isEqualTo(2);
        }
    }

    @Nested
    class By_the_jar {
        @Test
        void finds_the_same_runners() throws IOException {
            Path target = Files.createDirectories(root.resolve("cli/target"));

            assertThat(RunVerb.find(target, "/nowhere")).isEmpty();
            Path installed = runner("path/iomap-run");
            assertThat(RunVerb.find(target, "/nowhere:" + installed.getParent()))
                    .contains(installed);
            Path built = runner("c/target/bin/iomap-run");
            assertThat(RunVerb.find(target, "/nowhere").orElseThrow().normalize())
                    .isEqualTo(built);
        }

        @Test
        void leaves_the_options_to_the_runner() {
            assertThat(Main.commandLine()
                            .parseArgs("run", "--static", "--uid", "0", "--", "prog", "-x")
                            .subcommand()
                            .unmatched())
                    .containsExactly("--static", "--uid", "0", "prog", "-x");
        }
    }
}
