package org.iomap.cli.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.iomap.cli.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The verbs as a person types them, each with a private service of its own. */
class TranscriptVerbsTest {
    private static final InputStream INPUT = System.in;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @AfterEach
    void restoreInput() {
        System.setIn(INPUT);
    }

    @Nested
    class Play {
        @Test
        void ends_with_0_when_everything_was_as_expected() throws IOException {
            Path file = file("good.txt", "open /dev/gsc0 rdwr = 3", "ioctl 3 IOMAPMAP 0 = 0xf4000000");

            assertThat(iomap("play", file.toString())).isZero();
            assertThat(out).hasToString("1 file, 2 lines, 0 differences\n");
        }

        @Test
        void ends_with_1_and_prints_each_difference_with_what_the_service_said() throws IOException {
            Path file = file("bad.txt", "open /dev/gsc0 rdwr = 4", "close 9", "close 3 = 0");

            assertThat(iomap("play", file.toString())).isEqualTo(1);
            assertThat(out.toString().lines())
                    .satisfiesExactly(
                            first -> assertThat(first).isEqualTo(file + ":1: open /dev/gsc0 rdwr: expected 4, got 3"),
                            second -> assertThat(second)
                                    .startsWith(file + ":2: close 9: expected success, got EBADF (")
                                    .contains("rule 27"),
                            last -> assertThat(last).isEqualTo("1 file, 3 lines, 2 differences"));
        }

        @Test
        void prints_json_for_programs() throws IOException {
            Path file = file("bad.txt", "open /dev/gsc0 rdwr = 4");

            assertThat(iomap("play", "--json", file.toString())).isEqualTo(1);
            assertThat(out.toString())
                    .startsWith("[{")
                    .contains("\"line\":1", "\"expected\":\"4\"", "\"got\":\"3\"", "\"lines\":1");
        }

        @Test
        void ends_with_2_at_an_unknown_word_before_anything_is_played() throws IOException {
            Path good = file("good.txt", "close 3 = 0");
            Path bad = file("bad.txt", "# a slip", "clsoe 3 = 0");

            assertThat(iomap("play", good.toString(), bad.toString())).isEqualTo(2);
            assertThat(err).hasToString("iomap: " + bad + ":2: unknown verb 'clsoe'; the nearest is 'close'\n");
            assertThat(out.toString()).isEmpty();
        }

        @Test
        void ends_with_2_at_a_driver_or_register_that_the_machine_does_not_know() throws IOException {
            Path file = file("bad.txt", "peek 1 uart0.LSX = *");

            assertThat(iomap("play", file.toString())).isEqualTo(2);
            assertThat(err.toString()).startsWith("iomap: " + file + ":1: unknown register of uart0 'LSX'");
        }

        @Test
        void ends_with_2_when_there_is_no_such_file_or_no_such_service() throws IOException {
            assertThat(iomap("play", directory.resolve("nothing.txt").toString()))
                    .isEqualTo(2);
            assertThat(iomap(
                            "play",
                            "--connect",
                            "unix:" + directory + "/nobody.sock",
                            file("t.txt", "fence").toString()))
                    .isEqualTo(2);
        }

        @Test
        void reads_zero_from_holes_only_when_told_and_only_there() throws IOException {
            Path holes = file("holes.trace", "w32 0xfa000000 1", "r32 0xfa000000 = 0", "r32 0xffd05800 = 0");
            Path half = file("half.trace", "w64 0xfffb0000 0x0000001f00000000", "r64 0xfffb0000 = 0x0000000100000000");
            Path unaligned = file("unaligned.trace", "r32 0xf4000011 = SIGBUS/BUS_ADRALN");

            assertThat(iomap("play", holes.toString())).isEqualTo(1);
            assertThat(iomap("play", "--holes-read-zero", holes.toString(), half.toString(), unaligned.toString()))
                    .isZero();
        }
    }

    @Nested
    class Sessions {
        @Test
        void a_shell_answers_piped_lines_in_the_form_of_a_transcript() {
            type("open /dev/gsc0 rdwr", "# a remark", "close 9 = EBADF", "quit", "fence");

            assertThat(iomap("shell", "--private")).isZero();
            assertThat(out.toString().lines().filter(line -> !line.startsWith("#")))
                    .map(line -> line.replaceAll(" +", " "))
                    .containsExactly("open /dev/gsc0 rdwr = 3", "close 9 = EBADF");
        }

        @Test
        void a_shell_goes_on_after_a_slip_and_ends_with_1() {
            type("oepn /dev/gsc0 rdwr", "open /dev/gsc0 rdwr");

            assertThat(iomap("shell", "--private")).isEqualTo(1);
            assertThat(out.toString())
                    .startsWith("# unknown verb 'oepn'; the nearest is 'open'\n")
                    .contains("= 3");
        }

        @Test
        void a_recorded_session_plays() throws IOException {
            type(
                    "# a lesson",
                    "open /dev/gsc0 rdwr",
                    "ioctl 3 IOMAPMAP 0",
                    "load 4 0xf4000010",
                    "load 4 0xf4800000",
                    "getpid",
                    "@b close 9",
                    "exit");
            Path record = directory.resolve("record.txt");

            assertThat(iomap("record", "--private", record.toString())).isZero();
            assertThat(Files.readString(record))
                    .contains("# a lesson\n", "= 0x00112233\n", "= SIGBUS/BUS_ADRERR\n", "= EBADF\n", "= *\n");
            assertThat(iomap("play", record.toString())).isZero();
        }

        @Test
        void a_record_does_not_overwrite_a_file_unless_told() throws IOException {
            Path record = file("there.txt", "fence");
            type("fence");

            assertThat(iomap("record", "--private", record.toString())).isEqualTo(2);
            assertThat(iomap("record", "--private", "--force", record.toString()))
                    .isZero();
        }
    }

    private int iomap(String... arguments) {
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
    }

    private static void type(String... lines) {
        String input = String.join("\n", lines) + "\n";
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }
}
