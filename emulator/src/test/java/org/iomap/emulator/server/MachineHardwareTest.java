package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.emulator.kernel.Hardware.Interrupt;
import org.iomap.emulator.machine.B160l;
import org.iomap.emulator.machine.Card;
import org.iomap.emulator.machine.MachineClock;
import org.iomap.emulator.machine.MachineConfiguration;
import org.iomap.emulator.machine.Settings;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciResource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The hardware as the kernel knows it")
class MachineHardwareTest {
    private static final int TEACHING = 9 << 3;
    private static final int BRIDGE = 10 << 3;
    private static final long IO_CONTROL = 0xFFF8_0038L;
    private static final long IO_ADDR_EN = 0xFFF8_0060L;
    private static final long LASI_IMR = 0xFFD0_0004L;
    private static final long DINO_IMR = 0xFFF8_0018L;

    private final B160l machine = new B160l(
            MachineConfiguration.builtIn()
                    .withoutOutput()
                    .with(9, Card.of("teaching"))
                    .with(10, new Card("bridge", Settings.NONE, Map.of(3, Card.of("serial")))),
            MachineClock.virtual());
    private final Hardware hardware = new MachineHardware(machine);

    @Nested
    class Modules {
        @Test
        void are_those_of_ioscan() {
            assertThat(hardware.modules())
                    .contains(new Hardware.Module("uart0", 0xFFD0_5000L, 0x1000, 0x03D, 0x008C, "8/16/4"))
                    .hasSameSizeAs(machine.modules());
        }
    }

    @Nested
    class Pci_functions {
        @Test
        void have_what_the_firmware_gave_them() {
            PciDeviceEntry card = device(TEACHING);

            assertThat(card.vendor()).isEqualTo(0x494D);
            assertThat(card.device()).isEqualTo(1);
            assertThat(card.classCode()).isEqualTo(0xFF0000);
            assertThat(card.irq()).isEqualTo("dino.1");
            assertThat(card.resources())
                    .containsExactly(
                            new PciResource(0, PciResource.MEMORY, hardware.configLoad(TEACHING, 0x10, WORD), 0x4000));
        }

        @Test
        void have_ports_too() {
            assertThat(device(2 << 3).resources()).containsExactly(new PciResource(0, PciResource.IO, 0x1000, 8));
        }

        @Test
        void are_seen_through_the_windows_that_are_open() {
            assertThat(hardware.pciWindows())
                    .containsExactly(
                            new Hardware.Window(0xF200_0000L, 0x80_0000),
                            new Hardware.Window(0xF300_0000L, 0x100_0000),
                            new Hardware.Window(0xF600_0000L, 0x80_0000));
            machine.ioSpace().store(IO_CONTROL, WORD, 0);
            assertThat(hardware.pciWindows()).isEmpty();
            machine.ioSpace().store(IO_ADDR_EN, WORD, 0xFFFF_FFFFL);
            machine.ioSpace().store(IO_CONTROL, WORD, 0x80);
            assertThat(hardware.pciWindows()).containsExactly(new Hardware.Window(0xF080_0000L, 30 * 0x80_0000L));
        }

        @Test
        void have_an_interrupt_only_with_a_pin() {
            assertThat(hardware.pciDevices())
                    .allSatisfy(device -> assertThat(device.irq().isEmpty())
                            .isEqualTo(hardware.configLoad((int) device.function(), 0x3D, BYTE) == 0));
        }

        @Test
        void start_at_0_when_a_base_address_has_none() {
            hardware.configStore(TEACHING, 0x10, WORD, 0);

            assertThat(device(TEACHING).resources()).containsExactly(new PciResource(0, PciResource.MEMORY, 0, 0x4000));
        }

        @Test
        void are_listed_behind_a_bridge_once_it_has_a_bus_number_and_have_the_line_of_its_slot() {
            long before = hardware.pciDevices().size();
            hardware.configStore(BRIDGE, 0x18, WORD, 0x0002_0200);

            assertThat(hardware.pciDevices()).hasSize((int) before + 1);
            assertThat(device(2 << 8 | 3 << 3).irq()).isEqualTo("dino.2");
        }

        private PciDeviceEntry device(int function) {
            return hardware.pciDevices().stream()
                    .filter(device -> device.function() == function)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Nested
    class Configuration_space {
        @Test
        void gives_numbers_as_software_on_a_PC_sees_them() {
            assertThat(hardware.configLoad(TEACHING, 0, WORD)).isEqualTo(0x0001_494DL);
            assertThat(hardware.configLoad(TEACHING, 0, HALFWORD)).isEqualTo(0x494D);
            hardware.configStore(TEACHING, 0x3C, BYTE, 0x0B);
            assertThat(hardware.configLoad(TEACHING, 0x3C, HALFWORD)).isEqualTo(0x010B);
        }

        @Test
        void is_all_ones_where_no_function_is() {
            assertThat(hardware.configLoad(31 << 3, 0, WORD)).isEqualTo(0xFFFF_FFFFL);
            hardware.configStore(31 << 3, 0, WORD, 1);
        }

        @Test
        void is_not_accessed_by_a_program() {
            long accesses = machine.ioSpace().sequence();
            long lines = machine.trace().end();
            hardware.configStore(TEACHING, 0x3C, BYTE, 0x0B);
            hardware.configLoad(TEACHING, 0x3C, BYTE);

            assertThat(machine.ioSpace().sequence()).isEqualTo(accesses);
            assertThat(machine.trace().end()).isEqualTo(lines);
        }
    }

    @Nested
    class Interrupt_lines {
        @Test
        void are_those_that_modules_are_wired_to() {
            machine.line("lasi.0");

            assertThat(hardware.interruptLines()).contains("lasi.5", "dino.1", "dino.10");
            assertThat(hardware.interruptLines()).doesNotContain("lasi.0");
        }

        @Test
        void have_names_of_controllers_alone() {
            assertThat(hardware.interrupt("lasi.31")).isNotNull();
            assertThat(hardware.interrupt("lasi.32")).isNull();
            assertThat(hardware.interrupt("dino.11")).isNull();
            assertThat(hardware.interrupt("cpu0.1")).isNull();
            assertThat(hardware.interrupt("")).isNull();
        }

        @Test
        void set_and_clear_their_own_bit_of_the_mask_register() {
            machine.ioSpace().store(DINO_IMR, WORD, 0x400);
            long accesses = machine.ioSpace().sequence();
            long lines = machine.trace().end();
            hardware.interrupt("dino.1").unmask(true);
            hardware.interrupt("lasi.31").unmask(true);

            assertThat(machine.ioSpace().sequence()).isEqualTo(accesses);
            assertThat(machine.trace().end()).isEqualTo(lines);
            assertThat(machine.ioSpace().peek(DINO_IMR, WORD)).isEqualTo(0x402);
            assertThat(machine.ioSpace().peek(LASI_IMR, WORD)).isEqualTo(0x8000_0000L);
            hardware.interrupt("dino.1").unmask(false);
            hardware.interrupt("lasi.31").unmask(false);
            assertThat(machine.ioSpace().peek(DINO_IMR, WORD)).isEqualTo(0x400);
            assertThat(machine.ioSpace().peek(LASI_IMR, WORD)).isZero();
        }

        @Test
        void reach_the_processor_once_unmasked() {
            Interrupt line = hardware.interrupt("dino.1");
            List<Long> interrupted = new ArrayList<>();
            machine.line("cpu0.28").onRise(interrupted::add);
            machine.line("dino.1").drive(true);
            machine.line("dino.1").drive(false);
            line.unmask(true);

            assertThat(interrupted).isEmpty();
            machine.line("dino.1").drive(true);
            assertThat(interrupted).hasSize(1);
        }

        @Test
        void count_their_rises_until_the_next_power_cycle() {
            Interrupt line = hardware.interrupt("dino.1");
            List<Long> rises = new ArrayList<>();
            Runnable end = line.onRise(rises::add);
            machine.line("dino.1").drive(true);
            machine.line("dino.1").drive(true);
            machine.line("dino.1").drive(false);
            machine.line("dino.1").drive(true);
            end.run();

            assertThat(line.level()).isTrue();
            assertThat(line.count()).isEqualTo(2);
            assertThat(rises).hasSize(2);
            machine.resetModules();
            assertThat(line.level()).isFalse();
            assertThat(line.count()).isEqualTo(2);
            machine.reset();
            assertThat(line.count()).isZero();
        }
    }

    @Test
    void knows_how_much_host_memory_there_is() {
        assertThat(hardware.memoryBytes()).isEqualTo(64L << 20);
    }
}
