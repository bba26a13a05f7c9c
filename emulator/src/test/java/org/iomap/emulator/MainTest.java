package org.iomap.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The command iomapd")
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void explains_every_option() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).startsWith("usage: iomapd").contains(Options.VALUED);
    }

    @Test
    void says_its_version() {
        assertThat(run("--version")).isZero();
        assertThat(text(out)).startsWith("iomapd ");
    }

    @Test
    void checks_a_machine_file() throws Exception {
        Path file = Files.writeString(directory.resolve("lab1.yaml"), "name: lab1");

        assertThat(run("--check", file.toString())).isZero();
        assertThat(text(out)).contains("machine lab1 is in order");
    }

    @Test
    void ends_with_2_and_a_line_for_each_mistake() throws Exception {
        Path file = Files.writeString(directory.resolve("lab1.yaml"), "name: lab1\nclock: fast\nmodel: c3000");

        assertThat(run("--check", file.toString())).isEqualTo(Main.WRONG_USAGE);
        assertThat(text(err).lines())
                .containsExactly(
                        "iomapd: " + file + ":2: clock: \"fast\" is not one of real, virtual",
                        "iomapd: " + file + ":3: model: \"c3000\" is not one of b160l, b160l-recorded");
    }

    private int run(String... arguments) {
        return Main.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
