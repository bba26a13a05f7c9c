package org.iomap.emulator.module.ps2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.ps2.Desk.CONTROL;
import static org.iomap.emulator.module.ps2.Desk.DATA;
import static org.iomap.emulator.module.ps2.Desk.ENABLE;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("PS/2 keyboard")
class KeyboardTest {
    private final Desk desk = new Desk();
    private final Desk.Port keyboard = desk.keyboard;

    @BeforeEach
    void enable() {
        keyboard.store(CONTROL, ENABLE);
    }

    private String typed(String keys) {
        desk.type(keys);
        return keyboard.received();
    }

    @Nested
    class Commands {
        @ParameterizedTest
        @CsvSource({"EE, EE", "F2, FA AB 83", "F4, FA", "F5, FA", "F6, FA", "FA, FA", "00, FA", "FF, FA AA"})
        void without_argument(String command, String answer) {
            assertThat(keyboard.send(Integer.parseInt(command, 16))).isEqualTo(answer);
        }

        @ParameterizedTest
        @ValueSource(ints = {0xED, 0xF3, 0xFC})
        void with_an_argument_whatever_it_is(int command) {
            assertThat(keyboard.send(command, 0xFF, 0xEE)).isEqualTo("FA FA EE");
        }

        @ParameterizedTest
        @ValueSource(ints = {0x01, 0x05, 0x99, 0xEF, 0xF7, 0xFB, 0xFD, 0xFE})
        void it_does_not_know_are_to_be_sent_again(int command) {
            assertThat(keyboard.send(command)).isEqualTo("FE");
        }

        @Test
        void choose_and_tell_the_scan_code_set() {
            assertThat(keyboard.send(0xF0, 0x00)).isEqualTo("FA FA 02");
            assertThat(keyboard.send(0xF0, 0x03)).isEqualTo("FA FA");
            assertThat(keyboard.send(0xF0, 0x04)).isEqualTo("FA FE");
            assertThat(keyboard.send(0xF0, 0x00)).isEqualTo("FA FA 03");
            assertThat(keyboard.send(0xF6, 0xF0, 0x00)).isEqualTo("FA FA FA 02");
        }

        @Test
        void discard_the_answers_to_the_one_before_and_go_before_scan_codes() {
            desk.type("a");
            keyboard.store(DATA, 0xF2);
            keyboard.load(DATA);
            keyboard.store(DATA, 0xEE);

            assertThat(keyboard.received()).isEqualTo("EE 1C F0 1C");
        }

        @Test
        void disable_it_until_it_is_enabled() {
            keyboard.send(0xF5);

            assertThat(typed("a")).isEmpty();

            assertThat(keyboard.send(0xF4)).isEqualTo("FA 1C F0 1C");
        }
    }

    @Nested
    class Scan_codes {
        @ParameterizedTest
        @CsvSource({"1, 1E 9E 2A 1E 9E AA", "2, 1C F0 1C 12 1C F0 1C F0 12", "3, 1C F0 1C 12 1C F0 1C F0 12"})
        void of_each_set(int set, String codes) {
            keyboard.send(0xF0, set);

            assertThat(typed("aA")).isEqualTo(codes);
        }

        @ParameterizedTest
        @CsvSource({"1, E0 48 E0 C8", "2, E0 75 E0 F0 75", "3, 63 F0 63"})
        void of_an_extended_key(int set, String codes) {
            keyboard.send(0xF0, set);

            assertThat(typed("\033[A")).isEqualTo(codes);
        }

        @ParameterizedTest
        @CsvSource({"1, E1 1D 45 E1 9D C5", "2, E1 14 77 E1 F0 14 F0 77", "3, 62 F0 62"})
        void of_the_key_that_is_never_released(int set, String codes) {
            keyboard.send(0xF0, set);

            assertThat(typed("\033[57362u")).isEqualTo(codes);
        }
    }

    @Nested
    class A_terminal {
        @ParameterizedTest
        @CsvSource({
            "'\r',          5A F0 5A",
            "'\n',          5A F0 5A",
            "'\t',          0D F0 0D",
            "'\033',        76 F0 76",
            "'\177',        66 F0 66",
            "' ',           29 F0 29",
            "'\003',        14 21 F0 21 F0 14",
            "'\034',        14 5D F0 5D F0 14",
            "'\000',        14 1E F0 1E F0 14",
            "'|',           12 5D F0 5D F0 12",
            "'\033x',       11 22 F0 22 F0 11",
            "'\033X',       11 12 22 F0 22 F0 12 F0 11",
            "'\033OP',      05 F0 05",
            "'\033[15~',    03 F0 03",
            "'\033[1;2Q',   12 06 F0 06 F0 12",
            "'\033[Z',      12 0D F0 0D F0 12",
            "'\033[3~',     E0 71 E0 F0 71",
            "'\033[3;7~',   14 11 E0 71 E0 F0 71 F0 11 F0 14",
            "'\033[57414u', E0 5A E0 F0 5A",
            "'\033[97;5u',  14 1C F0 1C F0 14",
            "'\033[',       11 54 F0 54 F0 11",
            "'\033\033',    76 F0 76 76 F0 76"
        })
        void sends_this_for_a_key(String keys, String codes) {
            assertThat(typed(keys)).isEqualTo(codes);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"\u00e4", "\u0080", "\033[99~", "\033[1;", "\033[99999999999999999u", "\033Oz", "\033[?25h"})
        void may_send_what_no_key_is_for(String keys) {
            int taken = desk.type(keys);

            assertThat(taken).isEqualTo(keys.length());
        }

        @Test
        void may_send_more_than_it_is_told_was_taken() {
            int taken = desk.type("x".repeat(1000));

            assertThat(taken).isBetween(16, 999);
            assertThat(keyboard.received()).hasSize(taken * "22 F0 22 ".length() - 1);
        }
    }

    @Test
    void every_key_has_scan_codes_of_its_own() {
        for (int set = 1; set <= 3; set++) {
            int number = set;

            assertThat(Key.values()).extracting(key -> key.scanCode(number)).doesNotHaveDuplicates();
        }
    }
}
