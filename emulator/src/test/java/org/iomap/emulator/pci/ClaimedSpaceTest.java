package org.iomap.emulator.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.Claim;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I/O or memory space of PCI")
class ClaimedSpaceTest {
    private final List<Long> unclaimed = new ArrayList<>();
    private final ClaimedSpace io = ClaimedSpace.io(unclaimed::add);
    private final ClaimedSpace memory = ClaimedSpace.memory(unclaimed::add);
    private final Region card = new Memory(16);

    @Test
    void reads_as_ones_in_io_and_as_zero_in_memory_where_nothing_is_claimed() {
        io.store(0x1000, WORD, 5);
        memory.store(0xF300_0000L, WORD, 5);

        assertThat(io.load(0x1000, BYTE)).isEqualTo(0xFF);
        assertThat(io.load(0x1000, WORD)).isEqualTo(0xFFFF_FFFFL);
        assertThat(memory.load(0xF300_0000L, WORD)).isZero();
        assertThat(unclaimed).containsExactly(0x1000L, 0xF300_0000L, 0x1000L, 0x1000L, 0xF300_0000L);
    }

    @Test
    void passes_accesses_on_to_what_is_claimed() {
        io.claims(List.of(new Claim(0x1000, card, "card")));
        io.store(0x1004, WORD, 0x1234_5678);

        assertThat(card.load(4, WORD)).isEqualTo(0x1234_5678);
        assertThat(io.load(0x1006, HALFWORD)).isEqualTo(0x5678);
        assertThat(io.peek(0x1007, BYTE)).isEqualTo(0x78);
        assertThat(io.load(0x1010, BYTE)).isEqualTo(0xFF);
        assertThat(io.load(0x0FFC, WORD)).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void lets_the_first_claim_win() {
        Region other = new Memory(16);
        io.claims(List.of(new Claim(0x1000, card, "card"), new Claim(0x1000, other, "other")));
        io.store(0x1000, BYTE, 1);

        assertThat(card.load(0, BYTE)).isEqualTo(1);
        assertThat(other.load(0, BYTE)).isZero();
    }

    @Test
    void tells_nobody_of_a_peek() {
        assertThat(io.peek(0x1000, BYTE)).isEqualTo(0xFF);
        assertThat(unclaimed).isEmpty();
    }
}
