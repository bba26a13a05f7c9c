package org.iomap.emulator.module.uart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("16550A")
class Uart16550Test {
    private static final int RBR = 0;
    private static final int THR = 0;
    private static final int DLL = 0;
    private static final int IER = 1;
    private static final int DLM = 1;
    private static final int IIR = 2;
    private static final int FCR = 2;
    private static final int LCR = 3;
    private static final int MCR = 4;
    private static final int LSR = 5;
    private static final int MSR = 6;
    private static final int SCR = 7;

    private static final int LOOP = 0x10;
    private static final long FOUR_CHARACTERS = 4L * 10 * 12 * 1_000_000_000 / 454_545;

    private final ManualClock clock = new ManualClock();
    private final List<Integer> line = new ArrayList<>();
    private final List<Boolean> interrupt = new ArrayList<>();
    private final Uart16550 chip = new Uart16550(clock, BaudRate.OF_THE_BOARD, line::add, this::interrupt);
    private final Region uart = chip.registers();

    private void interrupt(boolean high) {
        boolean before = !interrupt.isEmpty() && interrupt.get(interrupt.size() - 1);
        if (high != before) {
            interrupt.add(high);
        }
    }

    private void store(int register, int value) {
        uart.store(register, BYTE, value);
    }

    private int load(int register) {
        return (int) uart.load(register, BYTE);
    }

    private void type(String text) {
        chip.input(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @CsvSource({"0,0x00", "1,0x00", "2,0x01", "3,0x00", "4,0x08", "5,0x60", "6,0xB0", "7,0x00"})
    void comes_out_of_reset_as_the_oracle(int register, int value) {
        store(LCR, 0x1F);
        store(MCR, LOOP);
        store(SCR, 0x55);
        store(FCR, 0x01);
        store(THR, 'x');
        chip.reset();

        assertThat(load(register)).isEqualTo(value);
    }

    @Test
    void rule_22_refuses_a_word() {
        assertThatThrownBy(() -> uart.load(RBR, WORD)).isInstanceOf(BusError.class);
    }

    @Nested
    class Scratch_and_line_control {
        @Test
        void keep_eight_bits() {
            store(SCR, 0xA5);
            store(LCR, 0x7F);

            assertThat(load(SCR)).isEqualTo(0xA5);
            assertThat(load(LCR)).isEqualTo(0x7F);
        }

        @Test
        void keep_four_bits_of_IER_and_five_of_MCR() {
            store(IER, 0xFF);
            store(MCR, 0xFF);

            assertThat(load(IER)).isEqualTo(0x0F);
            assertThat(load(MCR)).isEqualTo(0x1F);
        }

        @Test
        void line_and_modem_status_ignore_stores() {
            store(LSR, 0xFF);
            store(MSR, 0xFF);

            assertThat(load(LSR)).isEqualTo(0x60);
            assertThat(load(MSR)).isEqualTo(0xB0);
        }
    }

    @Nested
    class Divisor_latch {
        @Test
        void hides_the_data_and_interrupt_enable_registers_while_DLAB_is_set() {
            store(IER, 0x05);
            store(LCR, 0x80);
            store(DLL, 0x34);
            store(DLM, 0x12);

            assertThat(load(DLL)).isEqualTo(0x34);
            assertThat(load(DLM)).isEqualTo(0x12);
            store(LCR, 0x00);
            store(THR, 'x');
            assertThat(line).containsExactly((int) 'x');
            assertThat(load(IER)).isEqualTo(0x05);
        }

        @Test
        void starts_at_12() {
            store(LCR, 0x80);

            assertThat(load(DLL)).isEqualTo(0x0C);
            assertThat(load(DLM)).isZero();
        }
    }

    @Nested
    class Receiver_without_FIFO {
        @Test
        void holds_one_byte_and_returns_it_again() {
            chip.receive('a');

            assertThat(load(LSR)).isEqualTo(0x61);
            assertThat(load(RBR)).isEqualTo('a');
            assertThat(load(LSR)).isEqualTo(0x60);
            assertThat(load(RBR)).isEqualTo('a');
        }

        @Test
        void takes_the_new_byte_and_shows_an_overrun() {
            chip.receive('a');
            chip.receive('b');

            assertThat(load(LSR)).isEqualTo(0x63);
            assertThat(load(LSR)).as("the load forgot the error").isEqualTo(0x61);
            assertThat(load(RBR)).isEqualTo('b');
        }

        @Test
        void a_break_goes_with_its_byte_or_with_a_load_of_LSR() {
            chip.receiveBreak();
            assertThat(load(LSR)).isEqualTo(0x71);
            assertThat(load(LSR)).isEqualTo(0x61);
            chip.receiveBreak();
            load(RBR);

            assertThat(load(LSR) & 0x10).isZero();
        }
    }

    @Nested
    class Receiver_FIFO {
        @BeforeEach
        void on() {
            store(FCR, 0x01);
        }

        @Test
        void keeps_the_order_and_is_0_when_empty() {
            chip.receive('a');
            chip.receive('b');

            assertThat(load(RBR)).isEqualTo('a');
            assertThat(load(LSR)).isEqualTo(0x61);
            assertThat(load(RBR)).isEqualTo('b');
            assertThat(load(LSR)).isEqualTo(0x60);
            assertThat(load(RBR)).isZero();
        }

        @Test
        void loses_the_seventeenth_byte_and_shows_an_overrun() {
            for (int value = 1; value <= 17; value++) {
                chip.receive(value);
            }

            assertThat(load(LSR)).isEqualTo(0x63);
            for (int value = 1; value <= 16; value++) {
                assertThat(load(RBR)).isEqualTo(value);
            }
            assertThat(load(LSR)).isEqualTo(0x60);
        }

        @Test
        void a_receiver_reset_empties_it_and_leaves_the_overrun() {
            for (int value = 1; value <= 17; value++) {
                chip.receive(value);
            }
            store(FCR, 0x03);

            assertThat(load(LSR)).isEqualTo(0x62);
            assertThat(load(RBR)).isZero();
            assertThat(load(IIR)).as("the FIFO is still on").isEqualTo(0xC1);
        }

        @Test
        void a_transmitter_reset_leaves_what_was_received() {
            chip.receive('a');
            store(FCR, 0x05);

            assertThat(load(RBR)).isEqualTo('a');
        }

        @Test
        void storing_the_same_FCR_again_resets_nothing() {
            chip.receive('a');
            store(FCR, 0xC9);

            assertThat(load(RBR)).isEqualTo('a');
        }

        @Test
        void turning_it_off_empties_it() {
            chip.receive('a');
            store(FCR, 0x00);

            assertThat(load(LSR)).isEqualTo(0x60);
            assertThat(load(IIR)).isEqualTo(0x01);
        }
    }

    @Test
    void turning_the_FIFO_on_loses_the_byte_in_RBR() {
        chip.receive('a');
        store(FCR, 0x01);

        assertThat(load(LSR)).isEqualTo(0x60);
        assertThat(load(RBR)).isZero();
        store(FCR, 0x00);
        assertThat(load(RBR)).as("the holding register itself is as it was").isEqualTo('a');
    }

    @Nested
    class Transmitter {
        @Test
        void sends_at_once_and_is_always_empty() {
            store(THR, 'x');
            store(FCR, 0x01);
            store(THR, 'y');

            assertThat(line).containsExactly((int) 'x', (int) 'y');
            assertThat(load(LSR)).isEqualTo(0x60);
        }

        @Test
        void makes_the_interrupt_fall_and_rise_again() {
            store(IER, 0x02);
            store(THR, 'x');

            assertThat(interrupt).containsExactly(true, false, true);
        }
    }

    @Nested
    class Interrupt_identification {
        @Test
        void enabling_THRE_arms_it_and_loading_IIR_acknowledges_it() {
            store(IER, 0x02);

            assertThat(load(IIR)).isEqualTo(0x02);
            assertThat(load(IIR)).isEqualTo(0x01);
            assertThat(interrupt).containsExactly(true, false);
        }

        @Test
        void enabling_THRE_again_arms_it_again_but_storing_the_same_does_not() {
            store(IER, 0x02);
            load(IIR);
            store(IER, 0x03);
            assertThat(load(IIR)).isEqualTo(0x01);
            store(IER, 0x00);
            store(IER, 0x02);

            assertThat(load(IIR)).isEqualTo(0x02);
        }

        @Test
        void disabling_THRE_forgets_it() {
            store(THR, 'x');
            store(IER, 0x02);
            store(IER, 0x00);
            store(IER, 0x01);

            assertThat(load(IIR)).isEqualTo(0x01);
        }

        @Test
        void a_transmitter_reset_arms_THRE() {
            store(IER, 0x02);
            load(IIR);
            store(FCR, 0x04);

            assertThat(load(IIR)).isEqualTo(0x02);
        }

        @Test
        void goes_by_priority() {
            store(IER, 0x0F);
            chip.receive('a');
            chip.receive('b');

            assertThat(load(IIR)).isEqualTo(0x06);
            assertThat(load(IIR)).as("a load acknowledges THRE alone").isEqualTo(0x06);
            load(LSR);
            assertThat(load(IIR)).isEqualTo(0x04);
            load(RBR);
            assertThat(load(IIR)).isEqualTo(0x02);
            assertThat(load(IIR)).isEqualTo(0x01);
        }

        @Test
        void a_peek_acknowledges_nothing() {
            store(IER, 0x02);

            assertThat(uart.peek(IIR, BYTE)).isEqualTo(0x02);
            assertThat(uart.peek(IIR, BYTE)).isEqualTo(0x02);
        }

        @ParameterizedTest
        @CsvSource({"0x01,1", "0x41,4", "0x81,8", "0xC1,14"})
        void received_data_waits_for_the_trigger_level(int fcr, int level) {
            store(FCR, fcr);
            store(IER, 0x01);
            for (int count = 1; count < level; count++) {
                chip.receive(count);
            }
            assertThat(load(IIR)).isEqualTo(0xC1);
            chip.receive(level);

            assertThat(load(IIR)).isEqualTo(0xC4);
            load(RBR);
            assertThat(load(IIR)).isEqualTo(0xC1);
        }

        @Test
        void is_computed_whether_or_not_DLAB_is_set() {
            store(IER, 0x02);
            store(LCR, 0x80);

            assertThat(load(IIR)).isEqualTo(0x02);
        }
    }

    @Nested
    class Character_timeout {
        @BeforeEach
        void trigger_at_14() {
            store(FCR, 0xC1);
            store(IER, 0x01);
            store(LCR, 0x03);
        }

        @Test
        void comes_four_characters_after_the_last_byte() {
            chip.receive('a');
            clock.advance(FOUR_CHARACTERS / 2);
            chip.receive('b');
            clock.advance(FOUR_CHARACTERS * 3 / 4);
            assertThat(load(IIR)).isEqualTo(0xC1);
            clock.advance(FOUR_CHARACTERS / 4 + 1000);

            assertThat(load(IIR)).isEqualTo(0xCC);
            assertThat(interrupt).containsExactly(true);
        }

        @Test
        void is_acknowledged_by_loading_RBR_and_comes_again_while_bytes_are_left() {
            chip.receive('a');
            chip.receive('b');
            clock.advance(FOUR_CHARACTERS);
            load(RBR);
            assertThat(load(IIR)).isEqualTo(0xC1);
            clock.advance(FOUR_CHARACTERS);
            assertThat(load(IIR)).isEqualTo(0xCC);
            load(RBR);
            clock.advance(10 * FOUR_CHARACTERS);

            assertThat(load(IIR)).isEqualTo(0xC1);
            assertThat(clock.alarms()).isZero();
        }

        @Test
        void is_cancelled_by_a_receiver_reset() {
            chip.receive('a');
            store(FCR, 0xC3);
            clock.advance(10 * FOUR_CHARACTERS);

            assertThat(load(IIR)).isEqualTo(0xC1);
        }

        @Test
        void never_comes_while_the_clock_stands() {
            chip.receive('a');

            assertThat(load(IIR)).isEqualTo(0xC1);
        }

        @Test
        void follows_the_divisor() {
            store(LCR, 0x83);
            store(DLL, 0xFF);
            store(LCR, 0x03);
            chip.receive('a');
            clock.advance(FOUR_CHARACTERS * 2);
            assertThat(load(IIR)).isEqualTo(0xC1);
            clock.advance(FOUR_CHARACTERS * 20);

            assertThat(load(IIR)).isEqualTo(0xCC);
        }

        @Test
        void needs_one_alarm_however_many_bytes_come() {
            for (int i = 0; i < 100; i++) {
                chip.receive(i);
                load(RBR);
            }

            assertThat(clock.alarms()).isEqualTo(1);
        }
    }

    @Nested
    class Loopback {
        @BeforeEach
        void on() {
            store(MCR, LOOP);
        }

        @Test
        void returns_what_is_sent_and_nothing_leaves() {
            store(THR, 0x5A);

            assertThat(load(RBR)).isEqualTo(0x5A);
            assertThat(line).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"0x01,0x20", "0x02,0x10", "0x04,0x40", "0x08,0x80", "0x0F,0xF0", "0x00,0x00"})
        void shows_the_outputs_as_modem_inputs(int outputs, int inputs) {
            store(MCR, LOOP | outputs);

            assertThat(load(MSR)).isEqualTo(inputs);
        }

        @Test
        void entering_and_leaving_it_keeps_what_was_received() {
            store(FCR, 0x01);
            store(THR, 'a');
            store(MCR, 0);
            chip.receive('b');
            store(MCR, LOOP);

            assertThat(load(RBR)).isEqualTo('a');
            assertThat(load(RBR)).isEqualTo('b');
        }
    }

    @Nested
    class Terminal_input {
        @Test
        void comes_in_as_the_program_takes_it() {
            type("abc");

            assertThat(load(RBR)).isEqualTo('a');
            assertThat(load(RBR)).isEqualTo('b');
            assertThat(load(RBR)).isEqualTo('c');
            assertThat(load(LSR)).as("nothing was overrun").isEqualTo(0x60);
        }

        @Test
        void is_taken_up_to_a_bound() {
            ByteBuffer much = ByteBuffer.allocate(10_000);
            int taken = chip.input(much);

            assertThat(taken).isEqualTo(much.position()).isBetween(1, 1000);
            load(RBR);
            assertThat(chip.input(much)).isEqualTo(1);
        }

        @Test
        void fills_the_FIFO_and_no_more() {
            store(FCR, 0xC1);
            store(IER, 0x01);
            type("0123456789abcdefgh");

            assertThat(load(LSR)).isEqualTo(0x61);
            assertThat(load(IIR)).isEqualTo(0xC4);
        }

        @Test
        void waits_until_loopback_ends() {
            store(MCR, LOOP);
            type("a");
            assertThat(load(LSR)).isEqualTo(0x60);
            store(MCR, 0);

            assertThat(load(RBR)).isEqualTo('a');
        }
    }
}
