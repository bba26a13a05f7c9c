package org.iomap.emulator.module.ps2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.ps2.Desk.CONTROL;
import static org.iomap.emulator.module.ps2.Desk.ENABLE;
import static org.iomap.emulator.module.ps2.Desk.RESET;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("PS/2 mouse")
class MouseTest {
    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int MIDDLE = 4;
    private static final long TEN_MILLIS = 10_000_000;

    private final Desk desk = new Desk();
    private final Desk.Port mouse = desk.mouse;

    @BeforeEach
    void enable() {
        mouse.store(CONTROL, ENABLE);
    }

    private String moved(int buttons, int x, int y, int z) {
        desk.ps2.move(buttons, x, y, z);
        return mouse.received();
    }

    @Nested
    class Commands {
        @ParameterizedTest
        @CsvSource({
            "F2, FA 00",
            "EB, FA 08 00 00",
            "E6, FA",
            "E7, FA",
            "EA, FA",
            "F0, FA",
            "F4, FA",
            "F5, FA",
            "F6, FA",
            "FF, FA AA 00"
        })
        void are_answered(String command, String answer) {
            assertThat(mouse.send(Integer.parseInt(command, 16))).isEqualTo(answer);
        }

        @ParameterizedTest
        @ValueSource(ints = {0x00, 0x99, 0xEC, 0xED, 0xFA, 0xFE})
        void it_does_not_know_are_not_answered(int command) {
            assertThat(mouse.send(command)).isEmpty();
        }

        @Test
        void tell_its_status_which_before_any_reset_is_that_of_the_oracle() {
            assertThat(mouse.send(0xE9)).isEqualTo("FA 00 00 00");
            assertThat(mouse.send(0xF6, 0xE9)).isEqualTo("FA FA 00 02 64");
            assertThat(mouse.send(0xE8, 0x03, 0xF3, 0x28, 0xE7, 0xF4, 0xE9)).isEqualTo("FA FA FA FA FA FA FA 30 03 28");
            assertThat(mouse.send(0xF0, 0xE9)).isEqualTo("FA FA 70 03 28");

            desk.ps2.move(LEFT | MIDDLE, 0, 0, 0);

            assertThat(mouse.send(0xE9)).isEqualTo("FA 76 03 28");
            assertThat(mouse.send(0xFF, 0xE9)).isEqualTo("FA AA 00 FA 06 02 64");
        }

        @Test
        void wrap_every_byte_until_that_ends() {
            assertThat(mouse.send(0xEE, 0x12, 0xF2, 0xEE, 0xEC, 0xF2)).isEqualTo("FA 12 F2 EE FA FA 00");
            assertThat(mouse.send(0xEE, 0xFF, 0xF2)).isEqualTo("FA FA AA 00 FA 00");
        }

        @Test
        void queue_their_answers_as_far_as_there_is_room_for_the_whole() {
            for (int i = 0; i < 7; i++) {
                mouse.store(Desk.DATA, 0xF2);
            }
            mouse.store(Desk.DATA, 0xF4);
            mouse.store(Desk.DATA, 0xE9);
            mouse.store(Desk.DATA, 0xEB);

            assertThat(mouse.received()).isEqualTo("FA 00 ".repeat(7) + "FA FA");
        }
    }

    @Nested
    class Stream_mode {
        @BeforeEach
        void start() {
            mouse.send(0xFF, 0xF4);
        }

        @Test
        void reports_movement_with_up_positive() {
            assertThat(moved(0, 10, -5, 0)).isEqualTo("08 0A 05");
        }

        @Test
        void reports_left_and_down_as_nine_bits() {
            assertThat(moved(0, -1, 255, 0)).isEqualTo("38 FF 01");
        }

        @Test
        void reports_a_button_at_once() {
            assertThat(moved(LEFT, 0, 0, 0)).isEqualTo("09 00 00");
            assertThat(moved(LEFT | RIGHT | MIDDLE, 0, 0, 0)).isEqualTo("0F 00 00");
            assertThat(moved(LEFT | RIGHT | MIDDLE, 0, 0, 0)).isEmpty();
            assertThat(moved(0, 0, 0, 0)).isEqualTo("08 00 00");
        }

        @Test
        void reports_movement_as_often_as_the_sampling_rate_says() {
            assertThat(moved(0, 1, 0, 0)).isEqualTo("08 01 00");
            assertThat(moved(0, 1, 0, 0)).isEmpty();
            assertThat(moved(0, 2, 0, 0)).isEmpty();

            desk.clock.advance(TEN_MILLIS);

            assertThat(desk.isInterrupting()).isTrue();
            assertThat(mouse.received()).isEqualTo("08 03 00");
        }

        @Test
        void reports_the_way_before_the_button() {
            desk.ps2.move(LEFT, 0, 0, 0);
            desk.ps2.move(LEFT, 300, 0, 0);

            assertThat(moved(0, 0, 0, 0)).isEqualTo("09 00 00 09 FF 00 09 2D 00 08 00 00");
        }

        @Test
        void reports_a_long_way_in_parts() {
            assertThat(moved(0, 600, 0, 0)).isEqualTo("08 FF 00");

            desk.clock.advance(10 * TEN_MILLIS);

            assertThat(mouse.received()).isEqualTo("08 FF 00 08 5A 00");
        }

        @Test
        void goes_on_when_there_is_room_again() {
            moved(0, 1, 0, 0);
            desk.ps2.move(0, 3000, 0, 0);
            desk.clock.advance(100 * TEN_MILLIS);

            assertThat(mouse.received()).isEqualTo("08 FF 00 ".repeat(6).trim());

            desk.clock.advance(100 * TEN_MILLIS);

            assertThat(mouse.received()).isEqualTo("08 FF 00 ".repeat(5) + "08 C3 00");
        }

        @ParameterizedTest
        @CsvSource({"0, 08 02 00", "1, 08 05 00", "2, 08 0A 00", "3, 08 14 00"})
        void counts_in_its_resolution(int resolution, String report) {
            mouse.send(0xE8, resolution);

            assertThat(moved(0, 10, 0, 0)).isEqualTo(report);
        }

        @Test
        void keeps_what_is_less_than_a_count() {
            mouse.send(0xE8, 0x00);

            assertThat(moved(0, 3, 0, 0)).isEmpty();
            assertThat(moved(0, 1, 0, 0)).isEqualTo("08 01 00");
        }

        @ParameterizedTest
        @CsvSource({"1, 08 01 00", "2, 08 01 00", "3, 08 03 00", "5, 08 09 00", "-6, 18 F4 00", "127, 08 FE 00"})
        void doubles_fast_movement(int way, String report) {
            mouse.send(0xE7);

            assertThat(moved(0, way, 0, 0)).isEqualTo(report);
        }

        @Test
        void tells_nothing_while_disabled_and_forgets_what_happened_then() {
            mouse.send(0xF5);

            assertThat(moved(LEFT, 10, 0, 0)).isEmpty();
            assertThat(mouse.send(0xF4)).isEqualTo("FA");
        }

        @Test
        void has_no_alarm_when_nothing_moves() {
            moved(0, 1, 0, 0);
            desk.clock.advance(TEN_MILLIS);
            desk.interrupt.clear();
            desk.clock.advance(1000 * TEN_MILLIS);

            assertThat(desk.interrupt).isEmpty();
        }
    }

    @Nested
    class Remote_mode {
        @Test
        void reports_when_it_is_polled() {
            mouse.send(0xFF, 0xF0);

            assertThat(moved(RIGHT, 300, 0, 0)).isEmpty();
            assertThat(mouse.send(0xEB, 0xEB, 0xEB)).isEqualTo("FA 0A FF 00 FA 0A 2D 00 FA 0A 00 00");
        }
    }

    @Nested
    class Wheel {
        private void knock(int second) {
            mouse.send(0xFF, 0xF3, 200, 0xF3, second, 0xF3, 80, 0xF4);
        }

        @Test
        void is_there_for_who_knocks() {
            knock(100);

            assertThat(mouse.send(0xF2)).isEqualTo("FA 03");
            assertThat(moved(0, 1, 0, -2)).isEqualTo("08 01 00 FE");
        }

        @Test
        void comes_with_two_more_buttons_for_who_knocks_again() {
            knock(200);

            assertThat(mouse.send(0xF2)).isEqualTo("FA 04");
            assertThat(moved(0x1F, 0, 0, 3)).isEqualTo("0F 00 00 33");
        }

        @Test
        void is_forgotten_with_a_reset() {
            knock(100);

            assertThat(mouse.send(0xFF, 0xF2)).isEqualTo("FA AA 00 FA 00");
        }

        @Test
        void does_not_turn_for_others() {
            mouse.send(0xFF, 0xF4);

            assertThat(moved(0, 0, 0, 5)).isEmpty();
        }
    }

    @Test
    void the_power_cycle_ends_what_was_going_on() {
        mouse.send(0xFF, 0xF4);
        moved(0, 5000, 0, 0);
        desk.ps2.reset();
        mouse.store(CONTROL, ENABLE);
        desk.clock.advance(100 * TEN_MILLIS);

        assertThat(mouse.received()).isEmpty();
        assertThat(mouse.send(0xE9)).isEqualTo("FA 00 00 00");
    }

    @Test
    void the_reset_of_the_port_is_not_that_of_the_mouse() {
        mouse.send(0xFF, 0xF4);
        mouse.store(RESET, 0xFF);

        assertThat(moved(0, 1, 0, 0)).isEqualTo("08 01 00");
    }
}
