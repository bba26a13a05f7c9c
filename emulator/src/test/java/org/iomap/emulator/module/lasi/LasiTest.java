package org.iomap.emulator.module.lasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.BusCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("LASI")
class LasiTest {
    private static final int IRR = 0x0;
    private static final int IMR = 0x4;
    private static final int IPR = 0x8;
    private static final int ICR = 0xC;
    private static final int IAR = 0x10;
    private static final int PCR = 0x0;
    private static final int ERRLOG = 0x4;
    private static final int VER = 0x8;
    private static final int IORESET = 0xC;
    private static final int AMR = 0x10;

    private final List<String> messages = new ArrayList<>();
    private final List<String> driven = new ArrayList<>();
    private long seconds = 800_000_000;
    private final Lasi lasi = new Lasi(
            (physical, width, value) -> messages.add("%s %x at %x".formatted(width, value, physical)),
            () -> seconds,
            new RecordingPins());
    private final Region interrupts = lasi.interrupts();
    private final Region power = lasi.power();

    private void pulse(int line) {
        lasi.line(line).set(true);
        lasi.line(line).set(false);
    }

    @Nested
    class A_rising_line {
        @Test
        void is_latched_in_IPR_although_masked() {
            pulse(5);

            assertThat(interrupts.load(IRR, WORD)).isZero();
            assertThat(interrupts.load(IPR, WORD)).isEqualTo(0x20);
            assertThat(messages).isEmpty();
        }

        @Test
        void sends_a_message_when_it_is_not_masked() {
            interrupts.store(IMR, WORD, 0x20);
            pulse(5);

            assertThat(messages).containsExactly("WORD 3 at fffb0000");
            assertThat(interrupts.load(IRR, WORD)).isEqualTo(0x20);
        }

        @Test
        void sends_its_message_where_IAR_says() {
            interrupts.store(IMR, WORD, 0xFFFF_FFFFL);
            interrupts.store(IAR, WORD, 0xFFFB_E01FL);
            pulse(31);

            assertThat(messages).containsExactly("WORD 1f at fffbe000");
        }

        @Test
        void sends_none_while_ICR_shows_a_bus_error() {
            interrupts.store(IMR, WORD, 0x20);
            interrupts.store(ICR, WORD, 0x100);
            pulse(5);

            assertThat(messages).isEmpty();
            assertThat(interrupts.load(IPR, WORD)).isEqualTo(0x20);
        }

        @Test
        void counts_once_while_it_stays_high() {
            interrupts.store(IMR, WORD, 0x20);
            lasi.line(5).set(true);
            interrupts.load(IPR, WORD);
            lasi.line(5).set(true);

            assertThat(interrupts.load(IPR, WORD)).isZero();
            assertThat(messages).hasSize(1);
        }

        @Test
        void sends_nothing_when_it_is_unmasked_later_but_shows() {
            pulse(5);
            interrupts.store(IMR, WORD, 0x20);

            assertThat(messages).isEmpty();
            assertThat(interrupts.load(IRR, WORD)).isEqualTo(0x20);
        }

        @Test
        void is_lost_when_nobody_takes_the_message() {
            Lasi alone = new Lasi(
                    (physical, width, value) -> {
                        throw new BusError(BusCode.HOLE, "nothing answers");
                    },
                    () -> 0,
                    new RecordingPins());
            alone.interrupts().store(IMR, WORD, 0x20);
            alone.line(5).set(true);

            assertThat(alone.interrupts().load(IPR, WORD)).isEqualTo(0x20);
        }
    }

    @Nested
    class Interrupt_registers {
        @Test
        void IPR_is_cleared_by_a_load_and_by_any_store() {
            pulse(5);
            assertThat(interrupts.peek(IPR, WORD)).isEqualTo(0x20);
            assertThat(interrupts.load(IPR, WORD)).isEqualTo(0x20);
            assertThat(interrupts.load(IPR, WORD)).isZero();
            pulse(7);
            interrupts.store(IPR, WORD, 0);

            assertThat(interrupts.load(IPR, WORD)).isZero();
        }

        @Test
        void ICR_keeps_bit_8_alone_and_IMR_and_IAR_all_bits() {
            interrupts.store(ICR, WORD, 0xFFFF_FFFFL);
            interrupts.store(IMR, WORD, 0xFFFF_FFFFL);
            interrupts.store(IAR, WORD, 0x1234_5678);

            assertThat(interrupts.load(ICR, WORD)).isEqualTo(0x100);
            assertThat(interrupts.load(IMR, WORD)).isEqualTo(0xFFFF_FFFFL);
            assertThat(interrupts.load(IAR, WORD)).isEqualTo(0x1234_5678);
        }

        @Test
        void IRR_ignores_stores() {
            interrupts.store(IMR, WORD, 0x20);
            interrupts.store(IRR, WORD, 0xFFFF_FFFFL);

            assertThat(interrupts.load(IRR, WORD)).isZero();
        }

        @Test
        void come_out_of_reset_with_IAR_at_the_processor() {
            interrupts.store(IAR, WORD, 0);
            lasi.line(5).set(true);
            lasi.reset();

            assertThat(interrupts.load(IAR, WORD)).isEqualTo(0xFFFB_0003L);
            assertThat(interrupts.load(IPR, WORD)).isZero();
        }
    }

    @Nested
    class Power {
        @Test
        void a_word_of_2_switches_off() {
            power.store(PCR, WORD, 1);
            power.store(PCR, WORD, 3);
            assertThat(driven).isEmpty();
            power.store(PCR, WORD, 2);

            assertThat(driven).containsExactly("off");
            assertThat(power.load(PCR, WORD)).isZero();
        }

        @Test
        void a_byte_drives_the_LEDs_active_low() {
            power.store(PCR, BYTE, 0xF7);
            power.store(PCR, BYTE, 0xF7);
            power.store(PCR, BYTE, 0xFD);

            assertThat(driven).containsExactly("LEDs 8", "LEDs 2");
            assertThat(lasi.litLeds()).isEqualTo(0x02);
        }

        @Test
        void ERRLOG_and_AMR_keep_all_bits_VER_and_IORESET_are_0() {
            for (int register : List.of(ERRLOG, VER, IORESET, AMR)) {
                power.store(register, WORD, 0xDEAD_BEEFL);
            }

            assertThat(power.load(ERRLOG, WORD)).isEqualTo(0xDEAD_BEEFL);
            assertThat(power.load(AMR, WORD)).isEqualTo(0xDEAD_BEEFL);
            assertThat(power.load(VER, WORD)).isZero();
            assertThat(power.load(IORESET, WORD)).isZero();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 5})
        void rule_22_other_bytes_are_refused(int offset) {
            assertThatThrownBy(() -> power.store(offset, BYTE, 2)).isInstanceOf(BusError.class);
        }
    }

    @Test
    void the_clock_counts_seconds_and_can_be_set() {
        assertThat(lasi.realTimeClock().load(0, WORD)).isEqualTo(800_000_000);
        lasi.realTimeClock().store(0, WORD, 5);
        seconds += 10;

        assertThat(lasi.realTimeClock().load(0, WORD)).isEqualTo(15);
    }

    @Test
    void device_resets_take_a_word_or_a_byte_and_load_0() {
        lasi.serialReset().store(0, WORD, 0xFFFF_FFFFL);
        lasi.serialReset().store(0, BYTE, 0xD0);
        lasi.parallelReset().store(0, WORD, 0);
        lasi.lanReset().store(0, WORD, 0);
        power.store(IORESET, WORD, 0);

        assertThat(driven).containsExactly("reset SERIAL", "reset SERIAL", "reset PARALLEL", "reset LAN", "reset ALL");
        assertThat(lasi.serialReset().load(0, WORD)).isZero();
    }

    @Test
    void a_transfer_of_control_is_asked_for_once_and_does_not_show() {
        interrupts.store(ICR, WORD, 0x102);
        interrupts.store(ICR, WORD, 0x100);

        assertThat(driven).containsExactly("transfer of control");
        assertThat(interrupts.load(ICR, WORD)).isEqualTo(0x100);
    }

    private final class RecordingPins implements Pins {
        @Override
        public void powerOff() {
            driven.add("off");
        }

        @Override
        public void transferOfControl() {
            driven.add("transfer of control");
        }

        @Override
        public void reset(Device device) {
            driven.add("reset " + device);
        }

        @Override
        public void leds(int lit) {
            driven.add("LEDs " + lit);
        }
    }
}
