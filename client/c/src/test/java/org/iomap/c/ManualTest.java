package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages, the examples, and what is installed. */
@DisplayName("Manual of the C library")
@Tag("DC-5")
class ManualTest {
    private static final Path MANUAL = Tools.HERE.resolve("man");
    private static final Path HEADER = Tools.HERE.resolve("include/iomap/iomap.h");
    private static final Pattern FUNCTION = Pattern.compile("\\b(iomap_\\w+)\\(");

    @Test
    void has_every_function_of_the_header() throws IOException {
        List<String> functions = FUNCTION.matcher(Files.readString(HEADER))
                .results()
                .map(MatchResult::group)
                .map(name -> name.substring(0, name.length() - 1))
                .distinct()
                .toList();
        String page = Files.readString(MANUAL.resolve("iomap.3"));

        assertThat(functions)
                .hasSizeGreaterThan(40)
                .allSatisfy(name -> assertThat(page).contains(".Fn " + name + " "));
    }

    @Test
    void is_written_as_a_manual_page_is() throws IOException {
        Tools.require("mandoc");
        try (var pages = Files.list(MANUAL)) {
            for (Path page : pages.toList()) {
                assertThat(Command.of("mandoc", "-Tlint", "-W", "warning", page)
                                .run()
                                .success())
                        .isEmpty();
            }
        }
    }

    @Test
    void rule_28_the_example_of_the_page() throws IOException {
        assertThat(output("man_page")).isEqualTo("actual address = 0xf4000000\n");
    }

    @Test
    void pipelines_in_an_example() throws IOException {
        assertThat(output("pipelined"))
                .contains("register 5: 0x60", "0x00001000: Segmentation fault")
                .endsWith("1 failed\n");
    }

    @Test
    void waits_for_an_interrupt_in_an_example() throws IOException {
        assertThat(output("interrupts")).isEqualTo("1 interrupt, the line is high, the character is !\n");
    }

    @Test
    void measures_in_a_bench() throws IOException {
        Path program = Tools.made("bin/iomap-bench-c");
        try (Service service = new Service()) {
            Command.Result result = Command.of(program, "0.01")
                    .with("IOMAP_CONNECT", service.unix())
                    .run();

            assertThat(result.success()).contains("C echo, 32 bytes", "block of 60 KiB, load", "shared memory");
        }
    }

    private static String output(String example) throws IOException {
        Path program = Tools.made("examples/" + example);
        try (Service service = new Service()) {
            return Command.of(program, service.unix()).run().success();
        }
    }

    @Test
    void installs_what_a_program_needs(@TempDir Path root) {
        Tools.made("lib/libiomap.so");
        Tools.require("pkg-config");
        Command.of("make", "-s", "install", "PREFIX=" + root).run().success();
        String flags = Command.of("pkg-config", "--cflags", "--libs", "iomap")
                .with("PKG_CONFIG_PATH", root.resolve("lib/pkgconfig"))
                .run()
                .success();
        Path program = root.resolve("example");
        String source = Tools.HERE.resolve("examples/man_page.c").toString();
        Command.of("sh", "-c", "gcc -o " + program + " " + source + " " + flags.strip())
                .run()
                .success();

        Command.Result result = Command.of(program, "unix:/nonexistent")
                .with("LD_LIBRARY_PATH", root.resolve("lib"))
                .run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("cannot connect: No such file or directory");
        assertThat(root.resolve("share/man/man3/iomap.3")).exists();
        assertThat(root.resolve("include/sys/iomap.h")).exists();
    }
}
