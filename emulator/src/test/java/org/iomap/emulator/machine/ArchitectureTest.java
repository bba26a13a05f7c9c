package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.trace.Entry;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the I/O architecture gives to the machine as a whole. */
@DisplayName("I/O architecture")
class ArchitectureTest {
    private static final long ROM = 0xF000_0000L;
    private static final long SOFT_POWER = 0xF07F_FFF0L;
    private static final long CONVERTER = 0xFFC0_0000L;
    private static final long LASI = 0xFFD0_0000L;
    private static final long UART = 0xFFD0_5800L;
    private static final long CPU = 0xFFFB_E000L;
    private static final long MEMORY = 0xFFFB_F000L;
    private static final long LOCAL = 0xFFFC_0000L;
    private static final long GLOBAL = 0xFFFE_0000L;
    private static final int IO_COMMAND = 0x30;
    private static final int IO_STATUS = 0x34;
    private static final int IO_ERR_RESP = 0x40;
    private static final int SCRATCH = 7;

    private final Machine machine = new B160l(MachineConfiguration.builtIn(), MachineClock.virtual());
    private final IoSpace ioSpace = machine.ioSpace();

    private List<String> noted() {
        List<String> notes = new ArrayList<>();
        for (long index = 0; index < machine.trace().end(); index++) {
            Entry entry = machine.trace().read(index);
            if (entry.kind() == TraceKind.MACHINE) {
                notes.add(entry.text());
            }
        }
        return notes;
    }

    @Nested
    class Broadcasts {
        @ParameterizedTest
        @ValueSource(longs = {LOCAL, GLOBAL})
        void command_5_resets_every_module_but_not_memory(long space) {
            ioSpace.store(UART + SCRATCH, BYTE, 0x5A);
            ioSpace.store(CONVERTER + 0x78, WORD, 0xFFF8_0000L);
            ioSpace.store(0x1000, WORD, 0xCAFE_F00DL);
            ioSpace.store(space + IO_COMMAND, WORD, 5);

            assertThat(ioSpace.load(UART + SCRATCH, BYTE)).isZero();
            assertThat(ioSpace.load(CONVERTER + 0x78, WORD)).isZero();
            assertThat(ioSpace.load(0x1000, WORD)).isEqualTo(0xCAFE_F00DL);
        }

        @Test
        void an_interrupt_message_reaches_the_processor() {
            ioSpace.store(LOCAL, WORD, 3);

            assertThat(machine.line("cpu0.28").level()).isTrue();
        }

        @Test
        void clear_errors_of_every_module() {
            ioSpace.store(MEMORY + IO_COMMAND, WORD, 2);
            ioSpace.store(CONVERTER + IO_COMMAND, WORD, 2);
            ioSpace.store(GLOBAL + IO_COMMAND, WORD, 3);

            assertThat(ioSpace.load(MEMORY + IO_STATUS, WORD)).isEqualTo(0x40);
            assertThat(ioSpace.load(CONVERTER + IO_STATUS, WORD)).isEqualTo(0x40);
        }

        @Test
        void are_never_loaded() {
            assertThatThrownBy(() -> ioSpace.load(LOCAL, WORD)).isInstanceOf(BusError.class);
            assertThatThrownBy(() -> ioSpace.load(GLOBAL + IO_COMMAND, WORD)).isInstanceOf(BusError.class);
        }
    }

    @Nested
    class Processor {
        @Test
        void takes_messages_at_its_HPA_as_where_the_oracle_has_it() {
            ioSpace.store(LASI + 0x10, WORD, CPU | 3);
            ioSpace.store(LASI + 4, WORD, 0x20);
            machine.line("lasi.5").drive(true);

            assertThat(machine.line("cpu0.28").level()).isTrue();
            assertThat(ioSpace.load(0xFFFB_0000L, WORD)).isEqualTo(0x1000_0000);
        }

        @Test
        void keeps_the_first_address_where_nothing_answered_it() {
            assertThatThrownBy(() -> ioSpace.load(0xFFD0_B000L, WORD)).isInstanceOf(BusError.class);
            assertThatThrownBy(() -> ioSpace.load(0xFFE0_0000L, WORD)).isInstanceOf(BusError.class);

            assertThat(ioSpace.load(CPU + IO_STATUS, WORD)).isEqualTo(0x40 | 7 << 10 | 0x100);
            assertThat(ioSpace.load(CPU + IO_ERR_RESP, WORD)).isEqualTo(0xFFD0_B000L);
        }

        @Test
        void hears_nothing_of_a_module_that_nothing_answered() {
            assertThatThrownBy(() -> ioSpace.master("lan").load(0xFFD0_B000L, WORD))
                    .isInstanceOf(BusError.class);

            assertThat(ioSpace.load(CPU + IO_STATUS, WORD)).isEqualTo(0x40);
        }
    }

    @Nested
    class Lasi {
        @Test
        void resets_its_serial_port() {
            ioSpace.store(UART + SCRATCH, BYTE, 0x5A);
            ioSpace.store(LASI + 0x5000, BYTE, 0xD0);

            assertThat(ioSpace.load(UART + SCRATCH, BYTE)).isZero();
        }

        @Test
        void IORESET_resets_its_devices_and_not_those_of_Dino() {
            long another = 0xFFF8_3800L;
            ioSpace.store(UART + SCRATCH, BYTE, 0x5A);
            ioSpace.store(another + SCRATCH, BYTE, 0x5A);
            ioSpace.store(LASI + 0xC00C, WORD, 1);

            assertThat(ioSpace.load(UART + SCRATCH, BYTE)).isZero();
            assertThat(ioSpace.load(another + SCRATCH, BYTE)).isEqualTo(0x5A);
        }

        @Test
        void shows_the_LED_bar_to_who_watches() {
            ioSpace.store(LASI + 0xC000, BYTE, 0xF6);
            machine.trace().watch();
            ioSpace.store(LASI + 0xC000, BYTE, 0xF3);
            ioSpace.store(LASI + 0xC000, BYTE, 0xFF);

            assertThat(noted()).containsExactly("LED bar: disk, heartbeat", "LED bar: dark");
        }

        @Test
        void says_that_a_transfer_of_control_goes_nowhere() {
            ioSpace.store(LASI + 0xC, WORD, 2);

            assertThat(noted()).hasSize(1).first().asString().contains("transfer of control");
        }
    }

    @Nested
    class Power_button {
        private final List<String> off = new ArrayList<>();

        Power_button() {
            machine.onPowerOff(() -> off.add("off"));
        }

        @Test
        void shows_in_the_soft_power_register() {
            ioSpace.store(SOFT_POWER, WORD, 0x100);
            machine.line("power").drive(true);
            assertThat(ioSpace.load(SOFT_POWER, WORD)).isEqualTo(0x100);
            machine.line("power").drive(false);

            assertThat(ioSpace.load(SOFT_POWER, WORD)).isEqualTo(0x101);
            assertThat(off).isEmpty();
        }

        @Test
        void switches_off_when_software_has_not_taken_it() {
            machine.line("power").drive(true);

            assertThat(off).containsExactly("off");
            assertThat(noted()).containsExactly("somebody pressed the power button");
        }
    }

    @Nested
    class Boot_ROM {
        @Test
        void fills_its_8_MiB() {
            assertThat(ioSpace.load(ROM, DOUBLEWORD)).isEqualTo(0x696f_6d61_7020_626fL);
            assertThat(ioSpace.load(SOFT_POWER - 8, DOUBLEWORD)).isZero();
            assertThat(ioSpace.load(SOFT_POWER + 4, WORD)).isZero();
            assertThat(ioSpace.load(ROM + 0x7F_FFF8, DOUBLEWORD)).isZero();
        }

        @Test
        void is_not_changed_by_a_store() {
            ioSpace.store(ROM, WORD, 0);

            assertThat(ioSpace.load(ROM, WORD)).isEqualTo(0x696f_6d61);
        }
    }

    @Nested
    class The_machine_of_the_recordings {
        private final IoSpace recorded =
                new B160l(MachineConfiguration.of(Model.B160L_RECORDED), MachineClock.virtual()).ioSpace();

        @ParameterizedTest
        @ValueSource(longs = {CONVERTER, CPU, MEMORY, LOCAL, GLOBAL, LASI + 0x5008, LASI + 0x7FFFC})
        void has_no_architected_registers(long hole) {
            assertThatThrownBy(() -> recorded.store(hole, WORD, 0)).isInstanceOf(BusError.class);
        }

        @Test
        void has_resets_that_do_nothing() {
            recorded.store(UART + SCRATCH, BYTE, 0x5A);
            recorded.store(LASI + 0x5000, WORD, 0xFFFF_FFFFL);

            assertThat(recorded.load(UART + SCRATCH, BYTE)).isEqualTo(0x5A);
        }
    }
}
