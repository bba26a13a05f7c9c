package org.iomap.emulator.module.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("parallel port")
class ParallelPortTest {
    private static final int DATA = 0;
    private static final int STATUS = 1;
    private static final int CONTROL = 2;
    private static final int MODE = 4;

    private static final int SELECTED = 0x0C;
    private static final int STROBE = 0x01;
    private static final int INTERRUPT = 0x10;
    private static final int INPUT = 0x20;

    private final ByteArrayOutputStream paper = new ByteArrayOutputStream();
    private final List<Boolean> interrupt = new ArrayList<>();
    private ParallelPort port = new ParallelPort(new Printer(paper::write), this::interrupt);

    private void interrupt(boolean high) {
        if (high != isInterrupting()) {
            interrupt.add(high);
        }
    }

    private boolean isInterrupting() {
        return !interrupt.isEmpty() && interrupt.get(interrupt.size() - 1);
    }

    private Region registers() {
        return port.registers();
    }

    private void store(int register, int value) {
        registers().store(register, BYTE, value);
    }

    private int load(int register) {
        return (int) registers().load(register, BYTE);
    }

    private void strobe(int character, int control) {
        store(DATA, character);
        store(CONTROL, control | STROBE);
        store(CONTROL, control);
    }

    @ParameterizedTest
    @CsvSource({"0,0xFF", "1,0xD9", "2,0xCC", "3,0xFF", "4,0xFF", "5,0xFF", "6,0xFF", "7,0xFF"})
    void comes_out_of_reset_as_the_oracle(int register, int value) {
        strobe('x', SELECTED | INTERRUPT);
        store(CONTROL, 0x00);
        store(MODE, 0x30);
        port.reset();

        assertThat(load(register)).isEqualTo(value);
        assertThat(isInterrupting()).isFalse();
    }

    @Test
    void rule_22_refuses_a_word() {
        assertThatThrownBy(() -> registers().load(DATA, WORD)).isInstanceOf(BusError.class);
    }

    @Nested
    class Data_and_control {
        @Test
        void the_data_lines_float_while_they_are_inputs_and_the_latch_keeps_what_is_stored() {
            store(CONTROL, SELECTED | INPUT);
            store(DATA, 0x34);

            assertThat(load(DATA)).isEqualTo(0xFF);

            store(CONTROL, SELECTED);

            assertThat(load(DATA)).isEqualTo(0x34);
        }

        @Test
        void the_upper_two_bits_of_CONTROL_are_always_set() {
            store(CONTROL, 0x3F);

            assertThat(load(CONTROL)).isEqualTo(0xFF);

            store(CONTROL, 0x00);

            assertThat(load(CONTROL)).isEqualTo(0xC0);
        }

        @Test
        void STATUS_ignores_stores_and_MODE_reads_as_nothing() {
            store(STATUS, 0x00);
            store(MODE, 0x30);

            assertThat(load(STATUS)).isEqualTo(0xD9);
            assertThat(load(MODE)).isEqualTo(0xFF);
        }

        @Test
        void initializing_the_printer_ends_the_EPP_timeout() {
            store(CONTROL, 0x08);
            store(CONTROL, SELECTED);

            assertThat(load(STATUS)).isEqualTo(0xD8);
        }
    }

    @Nested
    class Printing {
        @Test
        void prints_what_is_on_the_data_lines_when_STROBE_begins() {
            for (byte character : "Hello\n".getBytes(StandardCharsets.US_ASCII)) {
                strobe(character, SELECTED);
            }

            assertThat(paper.toString(StandardCharsets.US_ASCII)).isEqualTo("Hello\n");
        }

        @Test
        void prints_a_byte_once_however_long_STROBE_is() {
            store(DATA, 'a');
            store(CONTROL, SELECTED | STROBE);
            store(DATA, 'b');
            store(CONTROL, SELECTED | STROBE);

            assertThat(paper.toString(StandardCharsets.US_ASCII)).isEqualTo("a");
        }

        @ParameterizedTest
        @ValueSource(ints = {0x04, 0x08})
        void prints_nothing_while_it_is_initialized_or_not_selected(int control) {
            strobe('x', control);

            assertThat(paper.size()).isZero();
        }

        @Test
        void is_busy_then_acknowledges_then_is_ready_one_step_for_each_load() {
            store(CONTROL, SELECTED | STROBE);

            assertThat(load(STATUS)).isEqualTo(0x59);
            assertThat(load(STATUS)).isEqualTo(0x59);

            store(CONTROL, SELECTED);

            assertThat(load(STATUS)).isEqualTo(0x59);
            assertThat(load(STATUS)).isEqualTo(0x19);
            assertThat(load(STATUS)).isEqualTo(0xD9);
            assertThat(load(STATUS)).isEqualTo(0xD9);
        }

        @Test
        void a_peek_is_not_a_step() {
            strobe('x', SELECTED);
            registers().peek(STATUS, BYTE);
            registers().peek(STATUS, BYTE);

            assertThat(load(STATUS)).isEqualTo(0x59);
        }
    }

    @Nested
    class Interrupt {
        @Test
        void comes_at_the_end_of_STROBE_and_goes_when_STATUS_is_loaded() {
            store(CONTROL, SELECTED | INTERRUPT | STROBE);

            assertThat(isInterrupting()).isFalse();

            store(CONTROL, SELECTED | INTERRUPT);

            assertThat(isInterrupting()).isTrue();

            load(STATUS);

            assertThat(isInterrupting()).isFalse();
        }

        @Test
        void comes_once_for_each_byte() {
            strobe('a', SELECTED | INTERRUPT);
            load(STATUS);
            store(CONTROL, SELECTED | INTERRUPT);
            strobe('b', SELECTED | INTERRUPT);

            assertThat(interrupt).containsExactly(true, false, true);
        }

        @Test
        void does_not_come_and_does_not_stay_where_it_is_not_enabled() {
            strobe('a', SELECTED);

            assertThat(isInterrupting()).isFalse();

            strobe('b', SELECTED | INTERRUPT);
            store(CONTROL, SELECTED);
            store(CONTROL, SELECTED | INTERRUPT);

            assertThat(isInterrupting()).isFalse();
        }
    }

    @Nested
    class Loopback_plug {
        @ParameterizedTest
        @CsvSource({
            "0x0C, 0xFF, 0xF8",
            "0x0D, 0xFF, 0xE8",
            "0x0E, 0xFF, 0xD8",
            "0x08, 0xFF, 0xB8",
            "0x04, 0xFF, 0x78",
            "0x0C, 0xFE, 0xF0",
            "0x2C, 0x00, 0xF8"
        })
        void leads_each_output_to_an_input(int control, int data, int status) {
            port = new ParallelPort(new LoopbackPlug(), ParallelPortTest.this::interrupt);
            store(CONTROL, 0x00);
            store(DATA, data);
            store(CONTROL, control);

            assertThat(load(STATUS)).isEqualTo(status);
        }

        @Test
        void interrupts_when_INIT_ends() {
            port = new ParallelPort(new LoopbackPlug(), ParallelPortTest.this::interrupt);
            store(CONTROL, 0x08 | INTERRUPT);

            assertThat(isInterrupting()).isFalse();

            store(CONTROL, SELECTED | INTERRUPT);

            assertThat(isInterrupting()).isTrue();
        }
    }

    @Test
    void without_a_peripheral_the_inputs_are_pulled_high() {
        port = new ParallelPort(new NoPeripheral(), this::interrupt);
        store(CONTROL, 0x00);
        strobe('x', SELECTED | INTERRUPT);

        assertThat(load(STATUS)).isEqualTo(0x78);
        assertThat(isInterrupting()).isFalse();
    }
}
