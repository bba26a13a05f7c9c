package org.iomap.emulator.module.ps2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.emulator.module.ps2.Desk.CONTROL;
import static org.iomap.emulator.module.ps2.Desk.DATA;
import static org.iomap.emulator.module.ps2.Desk.ENABLE;
import static org.iomap.emulator.module.ps2.Desk.ID;
import static org.iomap.emulator.module.ps2.Desk.LOOPBACK;
import static org.iomap.emulator.module.ps2.Desk.RESET;
import static org.iomap.emulator.module.ps2.Desk.STATUS;
import static org.iomap.protocol.Width.WORD;

import org.iomap.emulator.bus.BusError;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("PS/2 port")
class Ps2PortTest {
    private static final int ECHO = 0xEE;

    private final Desk desk = new Desk();
    private final Desk.Port keyboard = desk.keyboard;
    private final Desk.Port mouse = desk.mouse;

    @Test
    void says_what_it_is_for() {
        assertThat(keyboard.load(ID)).isZero();
        assertThat(mouse.load(ID)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0x01,1", "0x10,1", "0xF3,1", "0x1C,0xC0", "0xFF,0xC0"})
    void only_two_bits_of_the_address_choose_a_register(int offset, int value) {
        assertThat(mouse.load(offset)).isEqualTo(value);
        assertThat(mouse.registers().size()).isEqualTo(0x100);
    }

    @Test
    void rule_22_refuses_a_word() {
        assertThatThrownBy(() -> mouse.registers().load(STATUS, WORD)).isInstanceOf(BusError.class);
    }

    @ParameterizedTest
    @CsvSource({"0x20,0x00", "0x60,0x40", "0xA0,0x80", "0xE1,0xC0", "0x40,0xC0"})
    void the_lines_are_driven_by_hand_in_diagnostic_mode(int control, int status) {
        keyboard.store(CONTROL, control);

        assertThat(keyboard.load(CONTROL)).isEqualTo(control);
        assertThat(keyboard.load(STATUS)).isEqualTo(status);
    }

    @Test
    void with_nothing_received_the_last_byte_is_loaded_again() {
        keyboard.store(CONTROL, ENABLE);
        keyboard.store(DATA, 0xF2);
        String all = keyboard.received();

        assertThat(all).isEqualTo("FA AB 83");
        assertThat(keyboard.load(DATA)).isEqualTo(0x83);
    }

    @Nested
    class Enable {
        @Test
        void a_byte_waits_to_be_transmitted_until_the_port_is_enabled() {
            keyboard.store(DATA, ECHO);

            assertThat(keyboard.load(STATUS)).isEqualTo(0xC2);

            keyboard.store(CONTROL, ENABLE);

            assertThat(keyboard.load(STATUS)).isEqualTo(0xD1);
            assertThat(keyboard.received()).isEqualTo("EE");
        }

        @Test
        void nothing_is_received_until_the_port_is_enabled() {
            desk.type("a");

            assertThat(keyboard.load(STATUS)).isEqualTo(0xC0);
            assertThat(keyboard.load(DATA)).isZero();
            assertThat(desk.isInterrupting()).isFalse();

            keyboard.store(CONTROL, ENABLE);

            assertThat(desk.isInterrupting()).isTrue();
            assertThat(keyboard.received()).isEqualTo("1C F0 1C");
        }
    }

    @Nested
    class Reset {
        @Test
        void empties_the_buffers_and_leaves_CONTROL() {
            keyboard.store(CONTROL, ENABLE);
            keyboard.store(DATA, 0xF2);
            keyboard.store(RESET, 0xFF);

            assertThat(keyboard.load(STATUS)).isEqualTo(0xC0);
            assertThat(keyboard.load(CONTROL)).isEqualTo(ENABLE);
            assertThat(desk.isInterrupting()).isFalse();
        }

        @Test
        void drops_what_waits_to_be_transmitted() {
            keyboard.store(DATA, ECHO);
            keyboard.store(RESET, 0xFF);
            keyboard.store(CONTROL, ENABLE);

            assertThat(keyboard.load(STATUS)).isEqualTo(0xC0);
        }

        @Test
        void the_power_cycle_clears_everything() {
            keyboard.store(CONTROL, ENABLE);
            keyboard.store(DATA, ECHO);
            mouse.store(CONTROL, LOOPBACK);
            mouse.store(DATA, 0x55);
            desk.ps2.reset();

            assertThat(keyboard.load(CONTROL)).isZero();
            assertThat(keyboard.load(STATUS)).isEqualTo(0xC0);
            assertThat(keyboard.load(DATA)).isZero();
            assertThat(desk.isInterrupting()).isFalse();
        }
    }

    @Nested
    class Loopback {
        @Test
        void brings_a_byte_back_and_keeps_it() {
            keyboard.store(CONTROL, LOOPBACK);
            keyboard.store(DATA, 0x11);
            keyboard.store(DATA, 0x22);

            assertThat(keyboard.load(STATUS)).isEqualTo(0xD1);
            assertThat(keyboard.load(DATA)).isEqualTo(0x22);
            assertThat(keyboard.load(STATUS)).isEqualTo(0xC0);
            assertThat(keyboard.load(DATA)).isEqualTo(0x22);
        }

        @Test
        void does_not_reach_the_device() {
            keyboard.store(CONTROL, ENABLE | LOOPBACK);
            keyboard.store(DATA, ECHO);
            keyboard.load(DATA);
            keyboard.store(CONTROL, ENABLE);

            assertThat(keyboard.load(STATUS)).isEqualTo(0xC0);
        }
    }

    @Nested
    class Interrupt {
        @Test
        void is_that_of_both_ports() {
            mouse.store(CONTROL, ENABLE);
            mouse.store(DATA, 0xF4);

            assertThat(mouse.load(STATUS)).isEqualTo(0xD1);
            assertThat(keyboard.load(STATUS)).isEqualTo(0xD0);
            assertThat(desk.isInterrupting()).isTrue();

            mouse.load(DATA);

            assertThat(keyboard.load(STATUS)).isEqualTo(0xC0);
            assertThat(desk.isInterrupting()).isFalse();
        }

        @Test
        void falls_and_rises_between_two_bytes() {
            keyboard.store(CONTROL, ENABLE);
            desk.type("a");
            keyboard.received();

            assertThat(desk.interrupt).containsExactly(true, false, true, false, true, false);
        }
    }
}
