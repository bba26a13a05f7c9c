package org.iomap.emulator.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final int CHUNK = 0x1_0000;

    private final Memory memory = new Memory(3 * CHUNK);

    @Test
    void rule_23_is_big_endian_in_every_width() {
        memory.store(8, DOUBLEWORD, 0x0102_0304_0506_0708L);

        assertThat(memory.load(8, DOUBLEWORD)).isEqualTo(0x0102_0304_0506_0708L);
        assertThat(memory.load(12, WORD)).isEqualTo(0x0506_0708);
        assertThat(memory.load(10, HALFWORD)).isEqualTo(0x0304);
        assertThat(memory.load(15, BYTE)).isEqualTo(0x08);
    }

    @Test
    void loads_unsigned_numbers() {
        memory.store(0, DOUBLEWORD, -1);

        assertThat(memory.load(0, BYTE)).isEqualTo(0xFF);
        assertThat(memory.load(0, HALFWORD)).isEqualTo(0xFFFF);
        assertThat(memory.load(0, WORD)).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void is_zero_where_nothing_was_stored() {
        ByteBuffer block = ByteBuffer.allocate(8).putLong(0, -1);
        memory.loadBlock(2 * CHUNK, WORD, block);

        assertThat(memory.peek(CHUNK, WORD)).isZero();
        assertThat(block.getLong(0)).isZero();
    }

    @Test
    void copies_blocks_over_the_borders_of_its_chunks() {
        ByteBuffer block = ByteBuffer.allocate(2 * CHUNK);
        for (int i = 0; i < block.capacity(); i += Integer.BYTES) {
            block.putInt(i, i);
        }
        memory.storeBlock(0x8000, WORD, block);
        ByteBuffer copy = ByteBuffer.allocate(2 * CHUNK);
        memory.loadBlock(0x8000, WORD, copy);

        assertThat(copy.array()).isEqualTo(block.array());
        assertThat(memory.load(0x8000 + CHUNK, WORD)).isEqualTo(CHUNK);
        assertThat(copy.hasRemaining()).isFalse();
    }

    @Test
    void refuses_what_is_beyond_its_end() {
        assertThatThrownBy(() -> memory.load(3 * CHUNK, BYTE)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> memory.loadBlock(3 * CHUNK - 4, WORD, ByteBuffer.allocate(8)))
                .isInstanceOf(BusError.class);
    }

    @Test
    void forgets_everything_when_cleared() {
        memory.store(0, WORD, 1);
        memory.clear();

        assertThat(memory.load(0, WORD)).isZero();
    }

    @Test
    void forgets_a_range() {
        memory.store(CHUNK - 8, DOUBLEWORD, -1);
        memory.store(CHUNK, DOUBLEWORD, -1);
        memory.clear(CHUNK - 4, 8);

        assertThat(memory.load(CHUNK - 8, DOUBLEWORD)).isEqualTo(0xFFFF_FFFF_0000_0000L);
        assertThat(memory.load(CHUNK, DOUBLEWORD)).isEqualTo(0xFFFF_FFFFL);
        assertThatThrownBy(() -> memory.clear(CHUNK, 3 * CHUNK)).isInstanceOf(BusError.class);
    }
}
