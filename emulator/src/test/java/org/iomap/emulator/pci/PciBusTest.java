package org.iomap.emulator.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.Claim;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A PCI bus")
class PciBusTest {
    private static final int SLOT = 1 << 11;
    private static final int BUS = 1 << 16;
    private static final PciHeader CARD = PciHeader.function(0x1111, 0x2222)
            .io(0, 16)
            .memory(1, 0x1000)
            .pin(2)
            .build();
    private static final PciHeader BRIDGE = PciHeader.bridge(0x3333, 0x4444)
            .dword(0x18, 0, 0xFFFF_FFFFL)
            .dword(0x1C, 0, 0xF0F0)
            .dword(0x20, 0, 0xFFF0_FFF0L)
            .dword(0x24, 0, 0xFFF0_FFF0L)
            .dword(0x28, 0, 0xFFFF_FFFFL)
            .dword(0x2C, 0, 0xFFFF_FFFFL)
            .dword(0x3C, 0, 0x0BFF_00FF)
            .build();

    private final List<String> rises = new ArrayList<>();
    private int changes;
    private final PciBus bus = new PciBus(
            (slot, pin) -> high -> {
                if (high) {
                    rises.add("slot %d pin %d".formatted(slot, pin));
                }
            },
            () -> changes++);
    private final Region configuration = bus.configuration();
    private final Region ports = new Memory(16);
    private final Region memory = new Memory(0x1000);
    private final PciFunction card = new PciFunction(CARD).bar(0, ports).bar(1, memory);

    @Nested
    class Configuration_space {
        @Test
        void reaches_a_function_by_its_slot() {
            bus.plugIn(3, "card", card);

            assertThat(configuration.load(3 * SLOT, WORD)).isEqualTo(0x1111_2222);
            assertThat(configuration.load(3 * SLOT + 2, HALFWORD)).isEqualTo(0x2222);
            configuration.store(3 * SLOT + 0x3C, BYTE, 0x0B);
            assertThat(configuration.peek(3 * SLOT + 0x3C, WORD)).isEqualTo(0x0B02_0000);
        }

        @Test
        void reads_as_all_ones_where_no_function_is_and_loses_stores() {
            bus.plugIn(3, "card", card);
            configuration.store(4 * SLOT, WORD, 0);

            assertThat(configuration.load(4 * SLOT, WORD)).isEqualTo(0xFFFF_FFFFL);
            assertThat(configuration.load(3 * SLOT + 0x100, HALFWORD)).isEqualTo(0xFFFF);
            assertThat(configuration.load(BUS + 3 * SLOT, BYTE)).isEqualTo(0xFF);
        }

        @Test
        void has_other_functions_of_a_slot_at_their_number() {
            bus.plugIn(3, "card", card);
            bus.plugIn(
                    3,
                    5,
                    "card",
                    new PciFunction(PciHeader.function(0x5555, 0x6666).build()));

            assertThat(configuration.load(3 * SLOT + 0x500, WORD)).isEqualTo(0x5555_6666);
        }

        @Test
        void has_one_function_in_a_place() {
            bus.plugIn(3, "card", card);

            assertThatThrownBy(() -> bus.plugIn(3, "other", card)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Behind_a_bridge {
        private static final int AT = 8 * SLOT;

        Behind_a_bridge() {
            bus.plugIn(8, "bridge", new PciFunction(BRIDGE));
            bus.secondary(8).plugIn(2, "card", card);
        }

        @Test
        void nothing_answers_before_the_bridge_has_its_numbers() {
            assertThat(configuration.load(BUS + 2 * SLOT, WORD)).isEqualTo(0xFFFF_FFFFL);
        }

        @Test
        void a_function_answers_on_the_secondary_bus() {
            configuration.store(AT + 0x18, WORD, 0x0003_0300);

            assertThat(configuration.load(3 * BUS + 2 * SLOT, WORD)).isEqualTo(0x1111_2222);
            assertThat(configuration.load(BUS + 2 * SLOT, WORD)).isEqualTo(0xFFFF_FFFFL);
            assertThat(configuration.load(3 * BUS, WORD)).isEqualTo(0xFFFF_FFFFL);
            assertThat(configuration.load(AT, WORD)).isEqualTo(0x3333_4444);
        }

        @Test
        void another_bridge_takes_numbers_up_to_the_subordinate() {
            bus.secondary(8).plugIn(4, "bridge2", new PciFunction(BRIDGE));
            bus.secondary(8).secondary(4).plugIn(1, "deep", new PciFunction(CARD));
            configuration.store(AT + 0x18, WORD, 0x0001_0200);
            configuration.store(BUS + 4 * SLOT + 0x18, WORD, 0x0102_0200);
            assertThat(configuration.load(2 * BUS + SLOT, WORD)).isEqualTo(0x1111_2222);

            configuration.store(AT + 0x1A, BYTE, 1);
            assertThat(configuration.load(2 * BUS + SLOT, WORD)).isEqualTo(0xFFFF_FFFFL);
        }

        @Test
        void claims_are_passed_on_inside_the_windows_of_the_bridge() {
            place(0x4010, 0xF210_0000L);
            assertThat(bus.claims(true)).isEmpty();
            assertThat(bus.claims(false)).isEmpty();

            configuration.store(AT + 0x1C, HALFWORD, 0x4040);
            configuration.store(AT + 0x20, WORD, 0x10F2_10F2);
            configuration.store(AT + 0x04, HALFWORD, 0x0300);
            assertThat(bus.claims(true)).containsExactly(new Claim(0x4010, ports, "card"));
            assertThat(bus.claims(false)).containsExactly(new Claim(0xF210_0000L, memory, "card"));

            configuration.store(AT + 0x20, WORD, 0x20F2_10F2);
            assertThat(bus.claims(false)).isEmpty();
        }

        @Test
        void memory_may_be_in_the_prefetchable_window() {
            place(0x4010, 0xF210_0000L);
            configuration.store(AT + 0x20, WORD, 0xF0FF_0000L);
            configuration.store(AT + 0x24, WORD, 0x00F2_F0F2L);
            configuration.store(AT + 0x04, HALFWORD, 0x0200);
            assertThat(bus.claims(false)).hasSize(1);

            configuration.store(AT + 0x28, WORD, 0x0100_0000);
            assertThat(bus.claims(false)).isEmpty();
        }

        @Test
        void pins_come_out_rotated_by_the_slot() {
            card.interrupt(true);

            assertThat(rises).containsExactly("slot 8 pin 4");
        }

        @Test
        void the_reset_bit_of_the_bridge_resets_what_is_there() {
            configuration.store(AT + 0x18, WORD, 0x0001_0100);
            configuration.store(BUS + 2 * SLOT + 0x10, WORD, 0x1040_0000);
            configuration.store(AT + 0x3E, BYTE, 0x40);

            assertThat(configuration.load(BUS + 2 * SLOT + 0x10, WORD)).isEqualTo(0x0100_0000);
            assertThat(configuration.load(AT + 0x18, WORD)).isEqualTo(0x0001_0100);
        }

        @Test
        void the_reset_bit_works_again_after_the_bridge_itself_was_reset() {
            configuration.store(AT + 0x3E, BYTE, 0x40);
            bus.reset();
            configuration.store(AT + 0x18, WORD, 0x0001_0100);
            configuration.store(BUS + 2 * SLOT + 0x10, WORD, 0x1040_0000);
            configuration.store(AT + 0x3E, BYTE, 0x40);

            assertThat(configuration.load(BUS + 2 * SLOT + 0x10, WORD)).isEqualTo(0x0100_0000);
        }

        private void place(int port, long address) {
            card.store(0x04, HALFWORD, 0x0300);
            card.store(0x10, WORD, Integer.toUnsignedLong(Integer.reverseBytes(port)));
            card.store(0x14, WORD, Integer.toUnsignedLong(Integer.reverseBytes((int) address)));
        }
    }

    @Nested
    class Slots {
        @Test
        void wire_the_pin_of_the_header() {
            bus.plugIn(5, "card", card);
            card.interrupt(true);

            assertThat(rises).containsExactly("slot 5 pin 2");
        }

        @Test
        void tell_when_claims_change() {
            bus.plugIn(5, "card", card);
            configuration.store(5 * SLOT + 0x04, HALFWORD, 0x0100);
            configuration.store(5 * SLOT + 0x04, HALFWORD, 0x0100);
            configuration.store(5 * SLOT + 0x00, WORD, 0);
            configuration.store(5 * SLOT + 0x3C, BYTE, 0x01);

            assertThat(changes).isEqualTo(1);
        }

        @Test
        void are_reset_together() {
            bus.plugIn(5, "card", card);
            configuration.store(5 * SLOT + 0x04, HALFWORD, 0x0100);
            bus.reset();

            assertThat(configuration.load(5 * SLOT + 0x04, HALFWORD)).isZero();
        }
    }
}
