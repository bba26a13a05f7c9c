package org.iomap.emulator.module.artist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.artist.Card.BG_COLOR;
import static org.iomap.emulator.module.artist.Card.BITMASK;
import static org.iomap.emulator.module.artist.Card.BLOCK_MOVE_SIZE;
import static org.iomap.emulator.module.artist.Card.BLOCK_MOVE_SIZE_TRIGGER;
import static org.iomap.emulator.module.artist.Card.BLOCK_MOVE_SOURCE;
import static org.iomap.emulator.module.artist.Card.CONTROL_PLANE;
import static org.iomap.emulator.module.artist.Card.COPY;
import static org.iomap.emulator.module.artist.Card.COPY_FOREGROUND;
import static org.iomap.emulator.module.artist.Card.DST_BM_ACCESS;
import static org.iomap.emulator.module.artist.Card.FG_COLOR;
import static org.iomap.emulator.module.artist.Card.FONT_WRITE_INCR_Y;
import static org.iomap.emulator.module.artist.Card.FONT_WRITE_START;
import static org.iomap.emulator.module.artist.Card.IMAGE_BITMAP_OP;
import static org.iomap.emulator.module.artist.Card.LINEAR;
import static org.iomap.emulator.module.artist.Card.LINE_END;
import static org.iomap.emulator.module.artist.Card.LINE_XY;
import static org.iomap.emulator.module.artist.Card.PLANE_MASK;
import static org.iomap.emulator.module.artist.Card.VRAM_START;
import static org.iomap.emulator.module.artist.Card.VRAM_START_TRIGGER;
import static org.iomap.emulator.module.artist.Card.at;
import static org.iomap.emulator.module.artist.Card.xy;
import static org.iomap.protocol.Width.BYTE;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Artist's drawing")
class DrawingTest {
    private final Card card = Card.ready();

    @Nested
    class Fill {
        @Test
        void takes_the_colour_that_is_selected() {
            card.store(FG_COLOR, 7);
            card.store(BG_COLOR, 3);
            card.store(IMAGE_BITMAP_OP, COPY_FOREGROUND);
            card.fill(2, 1, 3, 2);
            card.store(IMAGE_BITMAP_OP, COPY);
            card.store(BLOCK_MOVE_SIZE, xy(2, 1));
            card.store(VRAM_START_TRIGGER, xy(0, 2));

            assertThat(card.line(0, 0, 6)).isEqualTo("000000");
            assertThat(card.line(0, 1, 6)).isEqualTo("007770");
            assertThat(card.line(0, 2, 6)).isEqualTo("337770");
            assertThat(card.line(0, 3, 6)).isEqualTo("000000");
        }

        @Test
        void goes_through_every_raster_operation() {
            card.store(PLANE_MASK, 0x0F);
            card.store(BG_COLOR, 0x53);
            int[] expected = {0xF0, 0xF3, 0xF6, 0xFA, 0xFF, 0xF5};
            int[] operations = {0, 3, 6, 10, 15, 9};
            for (int i = 0; i < operations.length; i++) {
                card.store(IMAGE_BITMAP_OP, 0x300);
                card.store(PLANE_MASK, 0xFF);
                card.store(DST_BM_ACCESS, LINEAR);
                card.storeMemory(at(i, 0), BYTE, 0xF5);
                card.store(PLANE_MASK, 0x0F);
                card.store(IMAGE_BITMAP_OP, (long) operations[i] << 8);
                card.fill(i, 0, 1, 1);

                assertThat(card.pixel(i, 0)).as("operation " + operations[i]).isEqualTo(expected[i]);
            }
        }

        @Test
        void ends_with_the_buffer_however_large_it_is() {
            card.store(BG_COLOR, 7);
            card.fill(0, 0, 0xFFFF, 0xFFFF);

            assertThat(card.pixel(0, 0)).isEqualTo(7);
            assertThat(card.pixel(1279, 1023)).isEqualTo(7);
        }

        @Test
        void inverts_a_pixel_once_for_each_row_that_reaches_it() {
            card.store(IMAGE_BITMAP_OP, 0xA00);
            card.store(PLANE_MASK, 1);
            card.fill(0, 0, 1280 + 2, 2);

            assertThat(card.line(0, 1, 3)).isEqualTo("001");
            assertThat(card.line(0, 2, 3)).isEqualTo("110");
        }

        @Test
        void leaves_the_image_alone_while_another_plane_is_controlled() {
            card.store(BG_COLOR, 7);
            card.store(CONTROL_PLANE, 0x102);
            card.fill(0, 0, 4, 4);
            card.store(CONTROL_PLANE, 0);

            assertThat(card.pixel(0, 0)).isZero();
        }
    }

    @Nested
    class Block_move {
        @Test
        void comes_out_as_if_copied_first_when_it_overlaps() {
            card.draw(0, 0, "12345678");
            card.move(0, 0, 2, 0, 6, 1);
            assertThat(card.line(0, 0, 9)).isEqualTo("121234560");

            card.move(2, 0, 0, 0, 6, 1);
            assertThat(card.line(0, 0, 9)).isEqualTo("123456560");
        }

        @Test
        void goes_up_when_it_moves_down() {
            card.draw(0, 0, "1");
            card.draw(0, 1, "2");
            card.draw(0, 2, "3");
            card.move(0, 0, 0, 1, 1, 3);

            assertThat(card.line(0, 1, 1) + card.line(0, 2, 1) + card.line(0, 3, 1))
                    .isEqualTo("123");
        }

        @Test
        void takes_its_own_size_from_the_other_trigger() {
            card.draw(0, 0, "1234");
            card.store(BLOCK_MOVE_SOURCE, xy(0, 0));
            card.store(VRAM_START, xy(8, 0));
            card.store(BLOCK_MOVE_SIZE_TRIGGER, xy(3, 1));

            assertThat(card.line(0, 0, 12)).isEqualTo("123400001230");
        }

        @Test
        void goes_through_the_raster_operation() {
            card.draw(0, 0, "1234");
            card.draw(0, 1, "7777");
            card.store(IMAGE_BITMAP_OP, 0x600);
            card.move(0, 0, 0, 1, 4, 1);

            assertThat(card.line(0, 1, 4)).isEqualTo("6543");
        }

        @Test
        void drops_what_is_outside_of_the_buffer() {
            card.draw(0, 1023, "12345678");
            card.move(0, 1023, 1276, 1023, 8, 1);
            card.move(0, 1023, -4, 0, 8, 1);

            assertThat(card.line(1276, 1023, 4)).isEqualTo("1234");
            assertThat(card.line(0, 0, 5)).isEqualTo("56780");
        }

        @Test
        void repeats_what_it_moves_where_its_order_is_not_that_of_the_overlap() {
            card.draw(1279, 0, "1");
            card.move(1279, 0, 0, 1, 4, 1);

            assertThat(card.line(0, 1, 5)).isEqualTo("11110");
        }
    }

    @Nested
    class Line {
        @Test
        void has_both_its_ends() {
            card.store(BG_COLOR, 5);
            card.drawLine(1, 0, 4, 0);
            card.drawLine(2, 5, 2, 3);

            assertThat(card.line(0, 0, 6)).isEqualTo("055550");
            assertThat(Stream.of(2, 3, 4, 5, 6).map(y -> card.pixel(2, y))).containsExactly(0, 5, 5, 5, 0);
        }

        @Test
        void takes_the_nearest_pixels() {
            card.store(BG_COLOR, 5);
            card.drawLine(6, 2, 0, 0);

            assertThat(card.line(0, 0, 7)).isEqualTo("5500000");
            assertThat(card.line(0, 1, 7)).isEqualTo("0055500");
            assertThat(card.line(0, 2, 7)).isEqualTo("0000055");
        }

        @Test
        void goes_on_where_the_one_before_ended() {
            card.store(BG_COLOR, 5);
            card.drawLine(0, 0, 3, 0);
            card.store(LINE_END, xy(3, 2));

            assertThat(card.line(0, 0, 5)).isEqualTo("55550");
            assertThat(card.line(0, 2, 5)).isEqualTo("00050");
        }

        @Test
        void along_an_axis_has_a_length_and_a_direction() {
            card.store(BG_COLOR, 5);
            card.store(VRAM_START, xy(5, 0));
            card.store(BLOCK_MOVE_SIZE, xy(-1, 0));
            card.store(LINE_XY, xy(2, 0));

            assertThat(card.line(0, 0, 8)).isEqualTo("00055500");
        }

        @Test
        void outside_of_the_screen_is_dropped() {
            card.store(BG_COLOR, 5);
            card.drawLine(1280, 3, 1300, 3);
            card.drawLine(-9, 0, -1, 8);

            assertThat(card.line(0, 4, 30)).containsOnlyDigits().doesNotContain("5");
        }

        @Test
        void of_the_largest_coordinates_ends() {
            card.drawLine(-32768, 0, 32767, 1);
            card.drawLine(0, 32767, 1, -32768);

            assertThat(card.load(0)).isZero();
        }
    }

    @Nested
    class Character_drawing {
        @Test
        void has_two_rows_in_a_word_and_the_next_is_beside_it() {
            card.store(IMAGE_BITMAP_OP, COPY_FOREGROUND | BITMASK);
            card.store(FG_COLOR, 7);
            card.store(VRAM_START, xy(4, 2));
            card.store(BLOCK_MOVE_SIZE, xy(8, 3));
            card.store(FONT_WRITE_START, 0x8000_4000L);
            card.store(FONT_WRITE_INCR_Y, 0x2000_FFFFL);
            card.store(FONT_WRITE_START, 0xFF00_0000L);

            assertThat(card.line(4, 2, 17)).isEqualTo("70000000777777770");
            assertThat(card.line(4, 3, 17)).isEqualTo("07000000000000000");
            assertThat(card.line(4, 4, 17)).isEqualTo("00700000000000000");
            assertThat(card.line(4, 5, 17)).isEqualTo("00000000000000000");
        }

        @Test
        void has_a_background_unless_the_bit_mask_is_honoured() {
            card.store(IMAGE_BITMAP_OP, COPY_FOREGROUND);
            card.store(FG_COLOR, 7);
            card.store(BG_COLOR, 3);
            card.store(BLOCK_MOVE_SIZE, xy(8, 1));
            card.store(FONT_WRITE_START, 0xF0F0_0000L);

            assertThat(card.line(0, 0, 17)).isEqualTo("77773333777733330");
        }
    }
}
