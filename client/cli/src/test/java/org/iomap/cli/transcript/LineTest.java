package org.iomap.cli.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.iomap.cli.transcript.Outcome.Failed;
import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
    @Nested
    class Statement {
        @Test
        void a_line_has_a_process_an_action_and_an_expectation() throws SyntaxException {
            Line line = line("@b open   /dev/gsc0 rdonly = 3   # its own connection");

            assertThat(line.process()).isEqualTo("b");
            assertThat(line.action()).isEqualTo(new SystemCall.Open("/dev/gsc0", 0));
            assertThat(line.statement()).isEqualTo("@b open /dev/gsc0 rdonly");
            assertThat(line.expectation()).hasToString("3");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "   ", "# open /dev/gsc0", "\t# '= *' accepts anything"})
        void blank_lines_and_comments_do_nothing(String text) throws SyntaxException {
            assertThat(Line.parse(1, text)).isEmpty();
        }

        @Test
        void numbers_are_decimal_or_hexadecimal_and_modes_octal() throws SyntaxException {
            assertThat(line("store 4 0xF4000010 85").action())
                    .isEqualTo(new Access.Store(Width.WORD, new Place(null, null, 0xF4000010L), 85));
            assertThat(line("@root mknod /dev/mine c iomap 0x4000e1 0644 = 0").action())
                    .isEqualTo(new SystemCall.Mknod("/dev/mine", "iomap", 0x4000E1, 0020644));
            assertThat(line("load 8 0xffffffffffffffff").action())
                    .isEqualTo(new Access.Load(Width.DOUBLEWORD, new Place(null, null, -1)));
        }

        @Test
        void an_address_may_be_a_register_of_a_module() throws SyntaxException {
            assertThat(line("r8 uart0.LSR").action())
                    .isEqualTo(new Physical.Load(Width.BYTE, new Place("uart0", "LSR", 0)));
            assertThat(line("peek 4 videolive0+0x10").action())
                    .isEqualTo(new Physical.Peek(Width.WORD, new Place("videolive0", null, 0x10)));
        }

        @Test
        void flags_are_words_with_commas_between_them() throws SyntaxException {
            assertThat(line("open /tmp/a rdwr,creat,excl").action()).isEqualTo(new SystemCall.Open("/tmp/a", 0x502));
            assertThat(line("mmap 3 0 4096 0 read private,fixed").action())
                    .isEqualTo(new SystemCall.Mmap(3, 0, 4096, 0, 1, 6));
            assertThat(line("mmap 3 0 4096 0").action()).isEqualTo(new SystemCall.Mmap(3, 0, 4096, 0, 3, 1));
            assertThat(line("poll 3 in,out 1s").action()).isEqualTo(new SystemCall.Poll(3, 5, Duration.ofSeconds(1)));
        }

        @Test
        void a_handler_may_silence_its_device() throws SyntaxException {
            assertThat(line("request_irq dino.1 store 4 0x1f2001010 0xff").action())
                    .isEqualTo(new KernelCall.RequestIrq(
                            "dino.1", new Access.Store(Width.WORD, new Place(null, null, 0x1F200_1010L), 0xFF)));
            assertThat(line("request_irq lasi.9").action()).isEqualTo(new KernelCall.RequestIrq("lasi.9", null));
            assertThat(line("chrdev 0").action()).isEqualTo(new KernelCall.Register(0, Place.NONE, 0));
        }

        @Test
        void a_text_holds_any_byte_and_no_comment() throws SyntaxException {
            assertThat(line("input uart0 \"a # \\\"b\\\"\\r\\x00\\\\\" = 9").action())
                    .isEqualTo(new Watch.Input("uart0", "a # \"b\"\r\0\\"));
        }

        @Test
        void a_time_has_a_unit() throws SyntaxException {
            assertThat(line("clock advance 40ms").action()).isEqualTo(new Control.AdvanceClock(Duration.ofMillis(40)));
            assertThat(line("wait lasi.5 7").action()).isEqualTo(new Watch.Wait("lasi.5", Duration.ofNanos(7)));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "laod 4 0                       | unknown verb 'laod'; the nearest is 'load'",
                    "open /dev/gsc0 rdwt            | unknown FLAGS 'rdwt'; the nearest is 'rdwr' (open PATH FLAGS)",
                    "ioctl 3 IOMAPMAPP 0            | unknown REQUEST 'IOMAPMAPP'; the nearest is 'IOMAPMAP' (ioctl FD REQUEST ARGUMENT)",
                    "close 3 = EBADFD               | unknown failure 'EBADFD'; the nearest is 'EBADF'",
                    "load 3 0                       | a WIDTH is 1, 2, 4 or 8 bytes, not 3 (load WIDTH ADDRESS)",
                    "load 4                         | ADDRESS is missing (load WIDTH ADDRESS)",
                    "load 4 0 0                     | '0' is one word too many (load WIDTH ADDRESS)",
                    "store 1 0 0x100                | 0x100 does not fit into 1 bytes (store WIDTH ADDRESS VALUE)",
                    "close minus                    | 'minus' is not a number (decimal or 0x...) (close FD)",
                    "mknod /dev/x c iomap 0x5000021 0666 | a MINOR has 24 bits, and 0x5000021 has more (mknod PATH c DRIVER MINOR MODE)",
                    "input uart0 \"open             | a string without its closing \"",
                    "@                              | '@' is not the name of a process",
                    "@b                             | a verb is missing",
                    "close 3 =                      | nothing stands after '='; '= *' accepts anything"
                })
        void what_is_not_of_the_language_is_said_with_the_nearest_word(String text, String message) {
            assertThatThrownBy(() -> Line.parse(1, text))
                    .isInstanceOf(SyntaxException.class)
                    .hasMessage(message);
        }

        @Test
        void a_message_names_file_and_line() {
            assertThatThrownBy(() -> Transcript.parse("lesson.txt", List.of("# first", "", "lod 4 0")))
                    .hasMessage("lesson.txt:3: unknown verb 'lod'; the nearest is 'load'");
        }
    }

    @Nested
    class Expected {
        private final Outcome three = Result.of(3);
        private final Outcome unaligned = new Failed("SIGBUS", List.of("BUS_ADRALN", "ALIGNMENT"), "");

        @Test
        void without_an_expectation_it_must_succeed() throws SyntaxException {
            assertThat(line("close 3").expectation().isMetBy(three)).isTrue();
            assertThat(line("close 3").expectation().isMetBy(unaligned)).isFalse();
        }

        @Test
        void a_star_accepts_anything_also_a_failure() throws SyntaxException {
            assertThat(line("close 3 = *").expectation().isMetBy(three)).isTrue();
            assertThat(line("close 3 = *").expectation().isMetBy(unaligned)).isTrue();
        }

        @Test
        void numbers_compare_as_numbers() throws SyntaxException {
            assertThat(line("dup 3 = 0x3").expectation().isMetBy(three)).isTrue();
            assertThat(line("dup 3 = 4").expectation().isMetBy(three)).isFalse();
            assertThat(line("dup 3 = EBADF").expectation().isMetBy(three)).isFalse();
        }

        @Test
        void a_failure_has_a_name_and_may_have_a_code() throws SyntaxException {
            assertThat(line("load 4 1 = SIGBUS").expectation().isMetBy(unaligned))
                    .isTrue();
            assertThat(line("load 4 1 = SIGBUS/BUS_ADRALN").expectation().isMetBy(unaligned))
                    .isTrue();
            assertThat(line("load 4 1 = SIGBUS/ALIGNMENT").expectation().isMetBy(unaligned))
                    .isTrue();
            assertThat(line("load 4 1 = SIGBUS/BUS_ADRERR").expectation().isMetBy(unaligned))
                    .isFalse();
            assertThat(line("load 4 1 = SIGSEGV").expectation().isMetBy(unaligned))
                    .isFalse();
        }

        @Test
        void values_that_are_needed_are_all_named() throws SyntaxException {
            Outcome block = Result.all(List.of("0x11", "0x22"));
            Outcome read = new Result(List.of("2", "0x41", "0x42"), 1, "");

            assertThat(line("loadblock 1 0 2 = 0x11 0x22").expectation().isMetBy(block))
                    .isTrue();
            assertThat(line("loadblock 1 0 2 = 0x11 *").expectation().isMetBy(block))
                    .isTrue();
            assertThat(line("loadblock 1 0 2 = 0x11").expectation().isMetBy(block))
                    .isFalse();
            assertThat(line("read 3 2 = 2").expectation().isMetBy(read)).isTrue();
            assertThat(line("read 3 2 = 2 0x41 0x43").expectation().isMetBy(read))
                    .isFalse();
        }

        @Test
        void a_terminal_is_to_send_the_text_itself() throws SyntaxException {
            Line line = line("expect uart0 \"ok\\r\"");

            assertThat(line.expectation().isMetBy(Result.of("\"ok\\r\""))).isTrue();
            assertThat(line.expectation().isMetBy(Result.of("\"ok\""))).isFalse();
        }
    }

    @Test
    void physical_accesses_need_a_fresh_machine_and_a_peek_does_not() throws SyntaxException {
        assertThat(Transcript.parse("t", List.of("r8 0xffd05805 = 0x60")).needsFreshMachine())
                .isTrue();
        assertThat(Transcript.parse("t", List.of("irq lasi 5 1")).needsFreshMachine())
                .isTrue();
        assertThat(Transcript.parse("t", List.of("peek 1 0xffd05805", "open /dev/gsc0 rdwr"))
                        .needsFreshMachine())
                .isFalse();
    }

    private static Line line(String text) throws SyntaxException {
        return Line.parse(1, text).orElseThrow();
    }
}
