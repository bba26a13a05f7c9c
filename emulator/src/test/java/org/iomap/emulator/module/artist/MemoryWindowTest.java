package org.iomap.emulator.module.artist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.artist.Card.BG_COLOR;
import static org.iomap.emulator.module.artist.Card.BITMASK;
import static org.iomap.emulator.module.artist.Card.COPY;
import static org.iomap.emulator.module.artist.Card.COPY_FOREGROUND;
import static org.iomap.emulator.module.artist.Card.DST_BM_ACCESS;
import static org.iomap.emulator.module.artist.Card.DST_SRC_BM_ACCESS;
import static org.iomap.emulator.module.artist.Card.FG_COLOR;
import static org.iomap.emulator.module.artist.Card.IMAGE_BITMAP_OP;
import static org.iomap.emulator.module.artist.Card.LINEAR;
import static org.iomap.emulator.module.artist.Card.MONO;
import static org.iomap.emulator.module.artist.Card.PIXELS;
import static org.iomap.emulator.module.artist.Card.PLANE_MASK;
import static org.iomap.emulator.module.artist.Card.SRC_BM_ACCESS;
import static org.iomap.emulator.module.artist.Card.VRAM_BITMASK;
import static org.iomap.emulator.module.artist.Card.VRAM_IDX;
import static org.iomap.emulator.module.artist.Card.VRAM_WRITE_INCR_Y;
import static org.iomap.emulator.module.artist.Card.at;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.Random;
import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Artist's memory window")
class MemoryWindowTest {
    private final Card card = Card.ready();

    @Nested
    class Linear_window {
        @Test
        void is_memory_of_bytes_2048_to_a_line() {
            card.storeMemory(at(4, 1), WORD, 0x0102_0304);
            card.storeMemory(at(6, 1), BYTE, 9);
            card.storeMemory(at(8, 1), HALFWORD, 0x0506);
            card.storeMemory(at(16, 1), DOUBLEWORD, 0x0102_0304_0506_0708L);

            assertThat(card.line(4, 1, 6)).isEqualTo("129456");
            assertThat(card.line(16, 1, 8)).isEqualTo("12345678");
            assertThat(card.loadMemory(at(4, 1), HALFWORD)).isEqualTo(0x0102);
            assertThat(card.loadMemory(at(16, 1), DOUBLEWORD)).isEqualTo(0x0102_0304_0506_0708L);
        }

        @Test
        void runs_into_the_next_line_right_of_the_screen() {
            card.storeMemory(at(1280, 5), WORD, 0x0102_0304);

            assertThat(card.line(0, 6, 4)).isEqualTo("1234");
        }

        @Test
        void drops_what_is_below_the_screen() {
            card.storeMemory(at(0, 1024), WORD, 0x0102_0304);
            card.storeMemory(at(1278, 1023), HALFWORD, 0x0102);
            card.storeMemory(at(1280, 1023), HALFWORD, 0x0304);

            assertThat(card.loadMemory(at(0, 1024), WORD)).isZero();
            assertThat(card.loadMemory(at(1272, 1023), DOUBLEWORD)).isEqualTo(0x0102);
            assertThat(card.loadMemory(at(1280, 1023), DOUBLEWORD)).isZero();
        }

        @Test
        void draws_nothing_as_the_card_comes_out_of_reset() {
            Card fresh = new Card();
            fresh.store(DST_SRC_BM_ACCESS, LINEAR);
            fresh.storeMemory(0, WORD, -1);

            assertThat(fresh.loadMemory(0, WORD)).isZero();
        }

        @Test
        void is_written_through_the_bit_mask() {
            card.store(IMAGE_BITMAP_OP, COPY | BITMASK);
            card.store(VRAM_BITMASK, 0x5000_0000);
            card.storeMemory(0, WORD, 0x0102_0304);

            assertThat(card.line(0, 0, 4)).isEqualTo("0204");
        }

        @Test
        void is_written_through_the_plane_mask() {
            card.draw(0, 0, "7777");
            card.store(PLANE_MASK, 0x05);
            card.storeMemory(0, WORD, 0x0001_0400);

            assertThat(card.line(0, 0, 4)).isEqualTo("2362");
        }

        @Test
        void is_read_by_pixels_in_another_mode() {
            card.draw(0, 2, "123456");
            card.store(SRC_BM_ACCESS, PIXELS);

            assertThat(card.loadMemory(at(1, 2) * 4, WORD)).isEqualTo(0x0203_0405);
            assertThat(card.loadMemory(at(1, 2) * 4, BYTE)).isEqualTo(0x02);
        }

        @Test
        void is_all_ones_in_modes_that_are_not_readable_and_zero_without_a_buffer() {
            card.store(SRC_BM_ACCESS, 0x28A0_1000L);
            assertThat(card.loadMemory(0, WORD)).isEqualTo(0xFFFF_FFFFL);
            assertThat(card.loadMemory(0, BYTE)).isEqualTo(0xFF);

            card.store(SRC_BM_ACCESS, 0x13A0_2000L);
            assertThat(card.loadMemory(0, WORD)).isZero();
        }
    }

    @Nested
    class Blocks {
        private static final int LENGTH = 3 * 2048 + 24;

        private final Region memory = card.artist.memory();
        private final Random random = new Random(1);

        @Test
        void are_what_their_elements_would_be() {
            for (long access : new long[] {LINEAR, PIXELS, MONO, 0x1360_6000L, 0x1360_2000L}) {
                for (long operation : new long[] {COPY, COPY | BITMASK, 0x8300_0600L}) {
                    Card other = Card.ready();
                    for (Card one : new Card[] {card, other}) {
                        one.store(DST_SRC_BM_ACCESS, access);
                        one.store(IMAGE_BITMAP_OP, operation);
                        one.store(VRAM_BITMASK, 0xA5A5_A5A5L);
                        one.store(FG_COLOR, 5);
                    }
                    storeBoth(other, at(16, 3));
                    storeBoth(other, at(16, 1022));
                    card.artist.reset();
                }
            }
        }

        private void storeBoth(Card other, long offset) {
            byte[] data = new byte[LENGTH];
            random.nextBytes(data);
            memory.storeBlock(offset, DOUBLEWORD, ByteBuffer.wrap(data));
            ByteBuffer elements = ByteBuffer.wrap(data);
            for (int i = 0; i < LENGTH; i += 4) {
                other.artist.memory().store(offset + i, WORD, elements.getInt(i) & 0xFFFF_FFFFL);
            }
            ByteBuffer loaded = ByteBuffer.allocate(LENGTH);
            memory.loadBlock(offset, DOUBLEWORD, loaded);

            for (int i = 0; i < LENGTH; i += 4) {
                assertThat(loaded.getInt(i) & 0xFFFF_FFFFL)
                        .isEqualTo(other.artist.memory().load(offset + i, WORD));
            }
        }
    }

    @Nested
    class Mono_expansion {
        @Test
        void makes_a_pixel_of_each_bit() {
            card.store(DST_BM_ACCESS, MONO);
            card.store(FG_COLOR, 7);
            card.store(BG_COLOR, 3);
            card.storeMemory(at(8, 1) * 4, WORD, 0xF00F_5555L);

            assertThat(card.line(8, 1, 32)).isEqualTo("77773333333377773737373737373737");
        }

        @Test
        void of_a_halfword_makes_16_pixels() {
            card.store(DST_BM_ACCESS, MONO);
            card.store(FG_COLOR, 7);
            card.storeMemory(at(8, 1) * 4, HALFWORD, 0xFFFF);

            assertThat(card.line(8, 1, 17)).isEqualTo("77777777777777770");
        }

        @Test
        void draws_where_the_bit_mask_is_set() {
            card.store(DST_BM_ACCESS, MONO);
            card.store(IMAGE_BITMAP_OP, COPY | BITMASK);
            card.store(VRAM_BITMASK, 0xF0F0_0000L);
            card.store(FG_COLOR, 7);
            card.store(BG_COLOR, 3);
            card.storeMemory(0, WORD, 0xCCCC_CCCCL);

            assertThat(card.line(0, 0, 16)).isEqualTo("7733000077330000");
        }

        @Test
        void leaves_out_the_zeros_when_it_is_told_to() {
            card.store(DST_BM_ACCESS, MONO);
            card.store(IMAGE_BITMAP_OP, COPY_FOREGROUND);
            card.store(FG_COLOR, 7);
            card.store(BG_COLOR, 3);
            card.storeMemory(0, WORD, 0xCCCC_CCCCL);

            assertThat(card.line(0, 0, 8)).isEqualTo("77007700");
        }

        @Test
        void goes_down_row_by_row() {
            card.store(DST_BM_ACCESS, MONO);
            card.store(FG_COLOR, 7);
            card.store(VRAM_IDX, at(4, 10) * 4);
            card.store(VRAM_WRITE_INCR_Y, 0x8000_0000L);
            card.store(VRAM_WRITE_INCR_Y, 0x4000_0000L);
            card.store(VRAM_IDX, at(4, 20) * 4);
            card.store(VRAM_WRITE_INCR_Y, 0xC000_0000L);

            assertThat(card.line(4, 10, 3)).isEqualTo("700");
            assertThat(card.line(4, 11, 3)).isEqualTo("070");
            assertThat(card.line(4, 20, 3)).isEqualTo("770");
        }
    }
}
