package org.iomap.emulator.module.dino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.BusCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Dino")
class DinoTest {
    private static final int IAR0 = 0x04;
    private static final int IRR0 = 0x0C;
    private static final int IAR1 = 0x10;
    private static final int IRR1 = 0x14;
    private static final int IMR = 0x18;
    private static final int IPR = 0x1C;
    private static final int TOC_ADDR = 0x20;
    private static final int ICR = 0x24;
    private static final int ILR = 0x28;

    private static final int IO_COMMAND = 0x30;
    private static final int IO_STATUS = 0x34;
    private static final int IO_CONTROL = 0x38;
    private static final int GSC_ERR_RESP = 0x40;
    private static final int PCI_ERR_RESP = 0x48;
    private static final int IO_ADDR_EN = 0x60;
    private static final int PCI_CONFIG_ADDR = 0x64;
    private static final int PCI_CONFIG_DATA = 0x68;
    private static final int PCI_IO_DATA = 0x6C;
    private static final int PCI_MEM_DATA = 0x70;

    private final List<String> messages = new ArrayList<>();
    private final ThreeMemories pci = new ThreeMemories();
    private final Dino chip =
            new Dino((physical, width, value) -> messages.add("%s %x at %x".formatted(width, value, physical)), pci);
    private final Region dino = chip.registers();

    @Test
    void a_rising_line_shows_its_level_and_its_edge() {
        chip.line(10).set(true);

        assertThat(dino.load(ILR, WORD)).isEqualTo(0x400);
        assertThat(dino.load(IPR, WORD)).isEqualTo(0x400);
        assertThat(dino.load(IPR, WORD)).isZero();
        assertThat(messages).isEmpty();
    }

    @Test
    void a_falling_line_leaves_the_edge() {
        chip.line(10).set(true);
        chip.line(10).set(false);

        assertThat(dino.load(ILR, WORD)).isZero();
        assertThat(dino.load(IPR, WORD)).isEqualTo(0x400);
    }

    @Test
    void a_line_that_is_not_masked_sends_the_message_of_its_set() {
        dino.store(IMR, WORD, 0x404);
        dino.store(ICR, WORD, 0x004);
        dino.store(IAR0, WORD, 0xFFFB_0001L);
        dino.store(IAR1, WORD, 0xFFFB_0002L);
        chip.line(10).set(true);
        chip.line(2).set(true);

        assertThat(messages).containsExactly("WORD 1 at fffb0000", "WORD 2 at fffb0000");
        assertThat(dino.load(IRR0, WORD)).isEqualTo(0x400);
        assertThat(dino.load(IRR1, WORD)).isEqualTo(0x004);
    }

    @Test
    void unmasking_a_line_that_is_high_shows_it_and_sends_nothing() {
        chip.line(10).set(true);
        dino.store(IMR, WORD, 0x400);

        assertThat(dino.load(IRR0, WORD)).isEqualTo(0x400);
        assertThat(messages).isEmpty();
    }

    @Test
    void changing_ICR_routes_anew_and_sends_nothing() {
        dino.store(IMR, WORD, 0x400);
        chip.line(10).set(true);
        dino.store(ICR, WORD, 0x400);

        assertThat(dino.load(IRR0, WORD)).isZero();
        assertThat(dino.load(IRR1, WORD)).isEqualTo(0x400);
        assertThat(messages).hasSize(1);
    }

    @Test
    void any_store_clears_the_edges() {
        chip.line(0).set(true);
        dino.store(IPR, WORD, 0);

        assertThat(dino.load(IPR, WORD)).isZero();
    }

    @Test
    void TOC_ADDR_keeps_four_bits_and_reset_restores_all() {
        dino.store(TOC_ADDR, WORD, 0xFFFF_FFFFL);
        assertThat(dino.load(TOC_ADDR, WORD)).isEqualTo(0xFFFB_E030L);
        chip.line(0).set(true);
        chip.reset();

        assertThat(dino.load(TOC_ADDR, WORD)).isEqualTo(0xFFFA_0030L);
        assertThat(dino.load(ILR, WORD)).isZero();
    }

    @Nested
    class PCI_address_spaces {
        @Test
        void are_reached_at_the_address_in_PCI_CONFIG_ADDR_with_the_lane_of_the_access() {
            pci.configuration.store(0x01_1010, WORD, 0x1122_3344);
            dino.store(PCI_CONFIG_ADDR, WORD, 0x0001_1010);

            assertThat(dino.load(PCI_CONFIG_DATA, WORD)).isEqualTo(0x1122_3344);
            assertThat(dino.load(PCI_CONFIG_DATA + 2, HALFWORD)).isEqualTo(0x3344);
            assertThat(dino.load(PCI_CONFIG_DATA + 1, BYTE)).isEqualTo(0x22);
            assertThat(dino.peek(PCI_CONFIG_DATA + 3, BYTE)).isEqualTo(0x44);
        }

        @Test
        void take_stores_of_a_lane() {
            dino.store(PCI_CONFIG_ADDR, WORD, 0x0000_0010);
            dino.store(PCI_CONFIG_DATA + 3, BYTE, 0xF2);
            dino.store(PCI_CONFIG_DATA, HALFWORD, 0x1234);

            assertThat(pci.configuration.load(0x10, WORD)).isEqualTo(0x1234_00F2);
        }

        @Test
        void do_not_see_the_two_lowest_bits_nor_those_above_the_bus_number() {
            pci.configuration.store(0x1004, WORD, 0x5555_5555);
            dino.store(PCI_CONFIG_ADDR, WORD, 0xFF00_1007L);

            assertThat(dino.load(PCI_CONFIG_DATA, WORD)).isEqualTo(0x5555_5555);
            assertThat(dino.load(PCI_CONFIG_ADDR, WORD)).isEqualTo(0xFF00_1007L);
        }

        @Test
        void take_16_bits_of_a_port() {
            dino.store(PCI_CONFIG_ADDR, WORD, 0xFFFF_1006L);
            dino.store(PCI_IO_DATA + 2, HALFWORD, 0xBEEF);

            assertThat(pci.io.load(0x1006, HALFWORD)).isEqualTo(0xBEEF);
        }

        @Test
        void take_32_bits_of_a_memory_address() {
            dino.store(PCI_CONFIG_ADDR, WORD, 0xF200_0004L);
            dino.store(PCI_MEM_DATA, WORD, 0x1234_5678);

            assertThat(pci.memory.load(0xF200_0004L, WORD)).isEqualTo(0x1234_5678);
        }

        @Test
        void are_not_addressed_by_parts_of_a_word() {
            assertThatThrownBy(() -> dino.store(PCI_CONFIG_ADDR, HALFWORD, 0))
                    .isInstanceOfSatisfying(
                            BusError.class, e -> assertThat(e.code()).isEqualTo(BusCode.WIDTH));
        }
    }

    @Nested
    class Windows {
        @Test
        void are_open_while_IO_CONTROL_says_01_and_IO_ADDR_EN_has_their_bit() {
            dino.store(IO_ADDR_EN, WORD, 0x30);
            dino.store(IO_CONTROL, WORD, 0x080);
            dino.store(IO_CONTROL, WORD, 0x180);
            dino.store(IO_CONTROL, WORD, 0x080);
            dino.store(IO_ADDR_EN, WORD, 0x10);

            assertThat(pci.opened).containsExactly(0L, 0x30L, 0L, 0x30L, 0x10L);
        }

        @Test
        void do_not_open_for_the_boot_ROM_and_for_Dino_itself() {
            dino.store(IO_CONTROL, WORD, 0x080);
            dino.store(IO_ADDR_EN, WORD, 0xFFFF_FFFFL);

            assertThat(pci.opened).last().isEqualTo(0x7FFF_FFFEL);
            assertThat(dino.load(IO_ADDR_EN, WORD)).isEqualTo(0xFFFF_FFFFL);
        }
    }

    @Nested
    class Reset_by_IO_COMMAND {
        @Test
        void restores_the_registers_resets_PCI_and_closes_the_windows() {
            dino.store(IMR, WORD, 0x400);
            dino.store(IO_CONTROL, WORD, 0x080);
            dino.store(IO_ADDR_EN, WORD, 0x30);
            chip.bridge().store(0x14, WORD, 0x1FF);
            dino.store(IO_COMMAND, WORD, 5);

            assertThat(dino.load(IMR, WORD)).isZero();
            assertThat(dino.load(IO_ADDR_EN, WORD)).isZero();
            assertThat(chip.bridge().load(0x14, WORD)).isZero();
            assertThat(pci.resets).isEqualTo(1);
            assertThat(pci.opened).last().isEqualTo(0L);
        }

        @Test
        void leaves_lines_high_that_somebody_holds() {
            chip.line(10).set(true);
            dino.store(IO_COMMAND, WORD, 5);

            assertThat(dino.load(ILR, WORD)).isEqualTo(0x400);
            assertThat(dino.load(IPR, WORD)).isZero();
        }
    }

    @Nested
    class Errors {
        private final Dino alone = new Dino(
                (physical, width, value) -> {
                    throw new BusError(BusCode.HOLE, "nothing answers");
                },
                pci);

        @Test
        void of_an_interrupt_message_that_nobody_takes_show_in_IO_STATUS_and_GSC_ERR_RESP() {
            alone.registers().store(IAR0, WORD, 0x1234_5003);
            alone.registers().store(IMR, WORD, 1);
            alone.line(0).set(true);

            assertThat(alone.registers().load(IO_STATUS, WORD)).isEqualTo(7 << 10 | 0x100);
            assertThat(alone.registers().load(GSC_ERR_RESP, WORD)).isEqualTo(0x1234_5000);
        }

        @Test
        void of_PCI_cycles_that_nobody_claims_leave_their_address() {
            chip.noTargetOnPci(0xF300_0000L);

            assertThat(dino.load(PCI_ERR_RESP, WORD)).isEqualTo(0xF300_0000L);
            assertThat(dino.load(IO_STATUS, WORD)).isZero();
        }

        @Test
        void are_cleared_by_command_3() {
            chip.noSlaveOnGsc(0x1000);
            chip.noTargetOnPci(0x2000);
            dino.store(IO_COMMAND, WORD, 3);

            assertThat(dino.load(IO_STATUS, WORD)).isZero();
            assertThat(dino.load(GSC_ERR_RESP, WORD)).isZero();
            assertThat(dino.load(PCI_ERR_RESP, WORD)).isZero();
        }
    }

    /** PCI address spaces that remember everything. */
    private static final class ThreeMemories implements PciSide {
        private final Memory configuration = new Memory(1 << 24);
        private final Memory io = new Memory(1 << 16);
        private final Memory memory = new Memory(1L << 32);
        private final List<Long> opened = new ArrayList<>();
        private int resets;

        @Override
        public Region configuration() {
            return configuration;
        }

        @Override
        public Region io() {
            return io;
        }

        @Override
        public Region memory() {
            return memory;
        }

        @Override
        public void open(long windows) {
            opened.add(windows);
        }

        @Override
        public void reset() {
            resets++;
        }
    }
}
