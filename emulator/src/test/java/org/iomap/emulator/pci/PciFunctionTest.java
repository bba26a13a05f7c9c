package org.iomap.emulator.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Claim;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.BusCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A PCI function")
class PciFunctionTest {
    private static final int COMMAND = 0x04;
    private static final int BAR0 = 0x10;
    private static final int BAR1 = 0x14;
    private static final int BAR2 = 0x18;
    private static final int BAR3 = 0x1C;
    private static final int ROM = 0x30;
    private static final long ONES = 0xFFFF_FFFFL;

    private static final PciHeader HEADER = PciHeader.function(0x1234, 0x5678)
            .status(0x0280)
            .classCode(0x070002)
            .revision(0x01)
            .latencyTimer(0x20)
            .io(0, 0x20)
            .prefetchable(1, 0x1000)
            .memory64(2, 0x10_0000)
            .rom(0x8000)
            .subsystem(0x1AF4, 0x1100)
            .pin(1)
            .grantAndLatency(8, 24)
            .capability(0x50, 0x7E21_0001, 0)
            .messageInterrupts(0x60)
            .build();

    private final List<Boolean> line = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final Region ports = new Memory(0x20);
    private final Region memory = new Memory(0x1000);
    private final Region large = new Memory(0x10_0000);
    private final PciFunction function =
            new PciFunction(HEADER).bar(0, ports).bar(1, memory).bar(2, large);

    PciFunctionTest() {
        function.connect(line::add, () -> {});
        function.messagesThrough((physical, width, value) -> messages.add("%x at %x".formatted(value, physical)));
    }

    @Nested
    class Header {
        @Test
        void has_the_bytes_of_a_little_endian_number_in_the_order_of_their_addresses() {
            assertThat(function.load(0x00, WORD)).isEqualTo(0x3412_7856);
            assertThat(function.load(0x02, HALFWORD)).isEqualTo(0x7856);
            assertThat(function.load(0x01, BYTE)).isEqualTo(0x12);
            assertThat(function.load(0x08, WORD)).isEqualTo(0x0102_0007);
            assertThat(function.load(0x2C, WORD)).isEqualTo(0xF41A_0011L);
            assertThat(function.load(0x3C, WORD)).isEqualTo(0x0001_0818);
        }

        @Test
        void keeps_of_the_command_register_six_bits() {
            function.store(COMMAND, HALFWORD, 0xFFFF);
            assertThat(function.load(COMMAND, HALFWORD)).isEqualTo(0x0705);

            function.store(COMMAND, HALFWORD, 0);
            assertThat(function.load(COMMAND, HALFWORD)).isZero();
        }

        @Test
        void keeps_cache_line_size_and_interrupt_line_and_nothing_else() {
            for (int offset : new int[] {0x00, 0x08, 0x0C, 0x28, 0x2C, 0x34, 0x38, 0x3C}) {
                function.store(offset, WORD, ONES);
            }

            assertThat(function.load(0x00, WORD)).isEqualTo(0x3412_7856);
            assertThat(function.load(0x08, WORD)).isEqualTo(0x0102_0007);
            assertThat(function.load(0x0C, WORD)).isEqualTo(0xFF20_0000L);
            assertThat(function.load(0x28, WORD)).isZero();
            assertThat(function.load(0x2C, WORD)).isEqualTo(0xF41A_0011L);
            assertThat(function.load(0x34, WORD)).isEqualTo(0x5000_0000);
            assertThat(function.load(0x38, WORD)).isZero();
            assertThat(function.load(0x3C, WORD)).isEqualTo(0xFF01_0818L);
        }

        @Test
        void is_plain_memory_outside_capabilities() {
            function.store(0x40, WORD, 0x1234_5678);
            function.store(0xFF, BYTE, 0xA5);

            assertThat(function.load(0x40, WORD)).isEqualTo(0x1234_5678);
            assertThat(function.load(0xFC, WORD)).isEqualTo(0xA5);
        }

        @Test
        void is_as_before_after_a_reset() {
            function.store(COMMAND, WORD, ONES);
            function.store(BAR1, WORD, 0x00_00_00_F2);
            function.store(0x40, WORD, ONES);
            function.reset();

            assertThat(function.load(COMMAND, WORD)).isEqualTo(0x0000_9002);
            assertThat(function.load(BAR1, WORD)).isEqualTo(0x0800_0000);
            assertThat(function.load(0x40, WORD)).isZero();
        }

        @Test
        void is_its_own_though_cards_of_a_kind_share_its_table() {
            function.store(0x40, WORD, ONES);
            PciFunction other = new PciFunction(HEADER);

            assertThat(other.load(0x40, WORD)).isZero();
        }

        @Test
        void has_a_list_of_capabilities_that_are_read_only_where_nothing_else_is_said() {
            function.store(0x50, WORD, 0);
            function.store(0x60, WORD, ONES);

            assertThat(function.load(0x06, HALFWORD)).isEqualTo(0x9002);
            assertThat(function.load(0x34, BYTE)).isEqualTo(0x50);
            assertThat(function.load(0x50, WORD)).isEqualTo(0x0160_217E);
            assertThat(function.load(0x60, WORD)).isEqualTo(0x0500_0100);
        }
    }

    @Nested
    class Base_addresses {
        @Test
        void show_their_size_when_all_ones_are_written() {
            for (int offset = BAR0; offset <= ROM; offset += 4) {
                function.store(offset, WORD, ONES);
            }

            assertThat(function.load(BAR0, WORD)).isEqualTo(0xE1FF_FFFFL);
            assertThat(function.load(BAR1, WORD)).isEqualTo(0x08F0_FFFF);
            assertThat(function.load(BAR2, WORD)).isEqualTo(0x0400_F0FF);
            assertThat(function.load(BAR3, WORD)).isEqualTo(ONES);
            assertThat(function.load(0x20, WORD)).isZero();
            assertThat(function.load(ROM, WORD)).isEqualTo(0x0180_FFFF);
        }

        @Test
        void claim_nothing_before_the_command_register_lets_them() {
            function.store(BAR0, WORD, 0x0010_0000);
            function.store(BAR1, WORD, 0x0000_00F2);

            assertThat(claims(true)).isEmpty();
            assertThat(claims(false)).isEmpty();
        }

        @Test
        void claim_their_address_when_they_have_one() {
            function.store(COMMAND, HALFWORD, 0x0300);
            function.store(BAR0, WORD, 0x2010_0000);
            function.store(BAR1, WORD, 0x0010_00F2);

            assertThat(claims(true)).containsExactly(new Claim(0x1020, ports, "card"));
            assertThat(claims(false)).containsExactly(new Claim(0xF200_1000L, memory, "card"));
            assertThat(function.claimedMemory(1)).isEqualTo(0xF200_1000L);
            assertThat(function.claimedMemory(2)).isEqualTo(-1);
        }

        @Test
        void claim_nothing_at_0_nor_with_all_ones_nor_beyond_the_ports() {
            function.store(COMMAND, HALFWORD, 0x0300);
            function.store(BAR1, WORD, ONES);
            for (long port : new long[] {0, ONES, 0x2000_0100}) {
                function.store(BAR0, WORD, port);
                assertThat(claims(true)).isEmpty();
            }

            assertThat(claims(false)).isEmpty();
        }

        @Test
        void of_64_bits_claim_below_4_GiB_alone() {
            function.store(COMMAND, HALFWORD, 0x0200);
            function.store(BAR2, WORD, 0x0000_00F3);
            assertThat(claims(false)).containsExactly(new Claim(0xF300_0000L, large, "card"));

            function.store(BAR3, WORD, 0x0100_0000);
            assertThat(claims(false)).isEmpty();
        }

        @Test
        void take_no_region_that_is_larger() {
            assertThatThrownBy(() -> function.bar(0, large)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> function.bar(4, ports)).isInstanceOf(IllegalArgumentException.class);
        }

        private List<Claim> claims(boolean io) {
            List<Claim> claims = new ArrayList<>();
            function.addClaims(io, "card", claims);
            return claims;
        }
    }

    @Nested
    class Interrupt {
        @Test
        void goes_to_the_pin_and_shows_in_the_status_register() {
            function.interrupt(true);
            assertThat(line).last().isEqualTo(true);
            assertThat(function.load(0x06, BYTE)).isEqualTo(0x98);

            function.interrupt(false);
            assertThat(line).last().isEqualTo(false);
            assertThat(function.load(0x06, BYTE)).isEqualTo(0x90);
        }

        @Test
        void stays_pending_while_the_pin_is_disabled() {
            function.interrupt(true);
            function.store(COMMAND, HALFWORD, 0x0004);
            assertThat(line).last().isEqualTo(false);
            assertThat(function.load(0x06, BYTE)).isEqualTo(0x98);

            function.store(COMMAND, HALFWORD, 0x0000);
            assertThat(line).last().isEqualTo(true);
        }

        @Test
        void goes_out_once_as_a_message_where_those_are_enabled() {
            function.store(COMMAND, HALFWORD, 0x0400);
            function.store(0x64, WORD, 0x0000_FBFF);
            function.store(0x68, WORD, 0x0A00_0000);
            function.store(0x62, HALFWORD, 0x0100);
            function.interrupt(true);
            function.interrupt(true);

            assertThat(messages).containsExactly("a at fffb0000");
            assertThat(line).doesNotContain(true);
        }

        @Test
        void is_no_message_while_the_function_is_not_bus_master() {
            function.store(0x62, HALFWORD, 0x0100);
            function.interrupt(true);

            assertThat(messages).isEmpty();
            assertThat(line).doesNotContain(true);
        }

        @Test
        void is_gone_after_a_reset() {
            function.interrupt(true);
            function.reset();

            assertThat(line).last().isEqualTo(false);
            assertThat(function.load(0x06, BYTE)).isEqualTo(0x90);
        }
    }

    @Nested
    class As_bus_master {
        @Test
        void notes_that_nobody_answered_until_a_one_is_written_there() {
            function.store(COMMAND, HALFWORD, 0x0400);
            function.store(0x62, HALFWORD, 0x0100);
            function.messagesThrough((physical, width, value) -> {
                throw new BusError(BusCode.HOLE, "nothing answers");
            });
            function.interrupt(true);
            assertThat(function.load(0x07, BYTE)).isEqualTo(0x22);

            function.store(0x06, HALFWORD, 0xFFFF);
            assertThat(function.load(0x07, BYTE)).isEqualTo(0x02);
        }
    }
}
