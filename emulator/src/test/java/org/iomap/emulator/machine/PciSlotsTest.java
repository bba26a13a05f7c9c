package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.register.RegisterAt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The PCI slots of a machine")
class PciSlotsTest {
    private static final long DINO = 0xFFF8_0000L;
    private static final long IPR = DINO + 0x1C;
    private static final long ILR = DINO + 0x28;
    private static final long IO_COMMAND = DINO + 0x30;
    private static final long IO_CONTROL = DINO + 0x38;
    private static final long PCI_ERR_RESP = DINO + 0x48;
    private static final long IO_ADDR_EN = DINO + 0x60;
    private static final long PCI_CONFIG_ADDR = DINO + 0x64;
    private static final long PCI_CONFIG_DATA = DINO + 0x68;
    private static final long PCI_IO_DATA = DINO + 0x6C;
    private static final long PCI_MEM_DATA = DINO + 0x70;
    private static final long ALL_WINDOWS = 0xFFFF_FFFFL;

    private final B160l machine = machine(Map.of(
            2, Card.of("serial"),
            5, Card.of("diva-console"),
            6, Card.of("ram"),
            8, new Card("bridge", Settings.NONE, Map.of(1, Card.of("ram"), 3, Card.of("serial")))));
    private final IoSpace bus = machine.ioSpace();

    @Nested
    class Memory_windows {
        @Test
        void show_memory_at_the_address_that_its_card_claims() {
            openWindows();
            place(6, 0x10, 0xF200_0000L);
            decode(6, 2);
            bus.store(0xF200_0008L, DOUBLEWORD, 0x0102_0304_0506_0708L);
            bus.store(0xF27F_FFFCL, WORD, 0xCAFE_0001L);
            bus.store(0xF280_0000L, WORD, 0xCAFE_0002L);

            assertThat(bus.load(0xF200_000CL, WORD)).isEqualTo(0x0506_0708);
            assertThat(bus.load(0xF200_000BL, BYTE)).isEqualTo(0x04);
            assertThat(bus.moduleAt(0xF280_0000L)).isEqualTo("ram");
            place(6, 0x10, 0xF600_0000L);
            assertThat(bus.load(0xF67F_FFFCL, WORD)).isEqualTo(0xCAFE_0001L);
            assertThat(bus.load(0xF680_0000L, WORD)).isEqualTo(0xCAFE_0002L);
            assertThat(bus.load(0xF280_0000L, WORD)).isZero();
        }

        @Test
        void are_holes_while_they_are_closed_and_zero_where_nobody_claims() {
            assertThatThrownBy(() -> bus.load(0xF300_0000L, WORD)).isInstanceOf(BusError.class);
            openWindows();
            bus.store(0xF300_0000L, WORD, 5);

            assertThat(bus.load(0xF300_0000L, WORD)).isZero();
            assertThat(bus.load(0xF300_0001L, BYTE)).isZero();
            assertThat(bus.load(PCI_ERR_RESP, WORD)).isEqualTo(0xF300_0001L);
            bus.store(IO_ADDR_EN, WORD, 0x10);
            assertThatThrownBy(() -> bus.load(0xF300_0000L, WORD)).isInstanceOf(BusError.class);
        }

        @Test
        void do_not_hide_modules_that_have_a_fixed_place() {
            B160l full = new B160l(MachineConfiguration.builtIn(), MachineClock.virtual());
            full.ioSpace().store(IO_CONTROL, WORD, 0x80);
            full.ioSpace().store(IO_ADDR_EN, WORD, ALL_WINDOWS);

            assertThat(full.ioSpace().moduleAt(0xF400_0000L)).isEqualTo("videolive");
            assertThat(full.ioSpace().moduleAt(0xFFD0_5800L)).isEqualTo("uart0");
            assertThat(full.ioSpace().moduleAt(DINO)).isEqualTo("dino");
        }

        @Test
        void show_registers_smaller_than_a_page_byte_by_byte() {
            machine.trace().watch();
            openWindows();
            place(5, 0x10, 0xF300_1000L);
            decode(5, 2);
            bus.store(0xF300_1007L, BYTE, 0x5A);

            assertThat(bus.load(0xF300_1004L, WORD)).isEqualTo(0x0860_B05AL);
            assertThat(bus.load(0xF300_1008L, BYTE)).isZero();
            assertThat(bus.load(0xF300_1007L, BYTE)).isEqualTo(0x5A);
            assertThat(machine.trace().read(machine.trace().end() - 1).place()).isEqualTo("diva-console.SCR");
        }

        @Test
        void are_closed_and_the_cards_forget_their_addresses_at_a_reset() {
            openWindows();
            place(6, 0x10, 0xF200_0000L);
            decode(6, 2);
            bus.store(0xF200_0000L, WORD, 1);
            bus.store(IO_COMMAND, WORD, 5);

            assertThat(configuration(6, 0x10)).isEqualTo(8);
            assertThatThrownBy(() -> bus.load(0xF200_0000L, WORD)).isInstanceOf(BusError.class);
            openWindows();
            assertThat(bus.load(0xF200_0000L, WORD)).isZero();
            place(6, 0x10, 0xF200_0000L);
            decode(6, 2);
            assertThat(bus.load(0xF200_0000L, WORD)).isEqualTo(1);
        }

        @Test
        void have_nothing_in_memory_after_a_power_cycle() {
            bus.store(PCI_CONFIG_ADDR, WORD, 0);
            place(6, 0x10, 0xF200_0000L);
            decode(6, 2);
            memory(0xF200_0000L, 7);
            machine.reset();
            place(6, 0x10, 0xF200_0000L);
            decode(6, 2);
            bus.store(PCI_CONFIG_ADDR, WORD, 0xF200_0000L);

            assertThat(bus.load(PCI_MEM_DATA, WORD)).isZero();
        }
    }

    @Nested
    class PCI_memory_data {
        @Test
        void reaches_memory_without_a_window() {
            place(6, 0x10, 0x4000_0000L);
            decode(6, 2);
            memory(0x4000_0100L, 0x1234_5678);

            assertThat(bus.load(PCI_MEM_DATA + 1, BYTE)).isEqualTo(0x34);
            assertThat(bus.load(PCI_MEM_DATA, HALFWORD)).isEqualTo(0x1234);
        }
    }

    @Nested
    class Serial_card {
        @Test
        void answers_at_the_ports_that_it_claims_in_every_width() {
            place(2, 0x10, 0x2340);
            decode(2, 1);
            bus.store(PCI_CONFIG_ADDR, WORD, 0x2340);
            bus.store(PCI_IO_DATA + 2, HALFWORD, 0x0183);
            bus.store(PCI_IO_DATA, HALFWORD, 0x2143);

            assertThat(bus.load(PCI_IO_DATA, WORD)).isEqualTo(0x2143_C183L);
            bus.store(PCI_CONFIG_ADDR, WORD, 0xABCD_2344L);
            assertThat(bus.load(PCI_IO_DATA, WORD)).isEqualTo(0x0860_B000L);
        }

        @Test
        void interrupts_on_the_line_of_its_slot() {
            serialInterrupt(2, 0x1000);

            assertThat(bus.load(ILR, WORD)).isEqualTo(1 << 2);
            assertThat(bus.load(IPR, WORD)).isEqualTo(1 << 2);
        }

        @Test
        void behind_a_bridge_interrupts_on_the_line_of_the_bridge() {
            bus.store(PCI_CONFIG_ADDR, WORD, 8 << 11 | 0x18);
            bus.store(PCI_CONFIG_DATA, WORD, 0x0001_0100);
            bus.store(PCI_CONFIG_ADDR, WORD, 8 << 11 | 0x1C);
            bus.store(PCI_CONFIG_DATA, HALFWORD, 0x1010);
            decode(8, 1);
            serialInterrupt(32 + 3, 0x1000);

            assertThat(bus.load(ILR, WORD)).isEqualTo(1 << 0);
        }

        @Test
        void is_a_terminal() {
            List<Integer> sent = new ArrayList<>();
            machine.terminal("serial").onOutput(sent::add);
            place(2, 0x10, 0x1000);
            decode(2, 1);
            bus.store(PCI_CONFIG_ADDR, WORD, 0x1000);
            bus.store(PCI_IO_DATA, BYTE, 'x');
            machine.terminal("serial").input(ByteBuffer.wrap(new byte[] {'y'}));

            assertThat(sent).containsExactly((int) 'x');
            assertThat(bus.load(PCI_IO_DATA, BYTE)).isEqualTo('y');
        }
    }

    @Nested
    class Ioscan {
        @Test
        void lists_the_cards_by_slot_and_by_kind_those_behind_bridges_too() {
            assertThat(machine.modules())
                    .filteredOn(module -> module.hardwarePath().startsWith("8/0/")
                            && !module.name().equals("uart1"))
                    .extracting(module -> module.hardwarePath() + " " + module.name())
                    .containsExactly(
                            "8/0/2/0 serial",
                            "8/0/5/0 diva-console",
                            "8/0/6/0 ram",
                            "8/0/8/0 bridge",
                            "8/0/8/0/1/0 ram2",
                            "8/0/8/0/3/0 serial2");
        }

        @Test
        void shows_where_a_card_is_once_it_has_an_address() {
            place(5, 0x10, 0xF300_1000L);
            decode(5, 2);
            ModuleDescription diva = machine.modules().stream()
                    .filter(module -> module.name().equals("diva-console"))
                    .findFirst()
                    .orElseThrow();

            assertThat(diva.address()).isEqualTo(0xF300_1000L);
            assertThat(diva.registers()).extracting(RegisterAt::address).contains(0xF300_1005L);
        }
    }

    @Test
    void refuse_two_answers_at_once_by_taking_the_lower_slot() {
        openWindows();
        place(5, 0x10, 0xF200_0000L);
        decode(5, 2);
        place(6, 0x10, 0xF200_0000L);
        decode(6, 2);

        assertThat(bus.moduleAt(0xF200_0000L)).isEqualTo("diva-console");
        assertThat(bus.moduleAt(0xF200_0008L)).isEqualTo("ram");
    }

    private void openWindows() {
        bus.store(IO_CONTROL, WORD, 0x80);
        bus.store(IO_ADDR_EN, WORD, ALL_WINDOWS);
    }

    private void serialInterrupt(int slot, int port) {
        place(slot, 0x10, port);
        decode(slot, 1);
        bus.store(PCI_CONFIG_ADDR, WORD, port);
        bus.store(PCI_IO_DATA + 1, BYTE, 0x02);
    }

    private void memory(long address, int value) {
        bus.store(PCI_CONFIG_ADDR, WORD, address);
        bus.store(PCI_MEM_DATA, WORD, value);
    }

    private long configuration(int slot, int register) {
        bus.store(PCI_CONFIG_ADDR, WORD, slot << 11 | register);
        return Integer.toUnsignedLong(Integer.reverseBytes((int) bus.load(PCI_CONFIG_DATA, WORD)));
    }

    private void place(int slot, int bar, long address) {
        bus.store(PCI_CONFIG_ADDR, WORD, slot << 11 | bar);
        bus.store(PCI_CONFIG_DATA, WORD, Integer.toUnsignedLong(Integer.reverseBytes((int) address)));
    }

    private void decode(int slot, int command) {
        bus.store(PCI_CONFIG_ADDR, WORD, slot << 11 | 0x04);
        bus.store(PCI_CONFIG_DATA, BYTE, command);
    }

    private static B160l machine(Map<Integer, Card> cards) {
        MachineConfiguration recorded = MachineConfiguration.of(Model.B160L_RECORDED);
        return new B160l(
                new MachineConfiguration(
                        recorded.model(),
                        ClockKind.VIRTUAL,
                        recorded.traceEntries(),
                        recorded.memoryBytes(),
                        recorded.modules(),
                        cards,
                        false),
                MachineClock.virtual());
    }
}
