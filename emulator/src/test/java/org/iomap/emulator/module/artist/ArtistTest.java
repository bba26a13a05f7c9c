package org.iomap.emulator.module.artist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.emulator.module.artist.Card.BLOCK_MOVE_SIZE;
import static org.iomap.emulator.module.artist.Card.COPY_FOREGROUND;
import static org.iomap.emulator.module.artist.Card.FG_COLOR;
import static org.iomap.emulator.module.artist.Card.HORIZ_BACKPORCH;
import static org.iomap.emulator.module.artist.Card.IMAGE_BITMAP_OP;
import static org.iomap.emulator.module.artist.Card.MISC_VIDEO;
import static org.iomap.emulator.module.artist.Card.VRAM_START_TRIGGER;
import static org.iomap.emulator.module.artist.Card.xy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.List;
import java.util.stream.IntStream;
import org.iomap.emulator.bus.BusError;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Artist")
class ArtistTest {
    private final Card card = Card.ready();

    @Nested
    class Registers {
        @Test
        void say_what_the_card_is() {
            assertThat(card.load(0x211110)).isEqualTo(0x0500_0400);
            assertThat(card.load(0x380004)).isEqualTo(0x6DC2_0006);
            assertThat(card.load(0x30023C)).isEqualTo(0xAC4F_FDACL);
        }

        @Test
        void say_that_it_is_idle_and_takes_more() {
            assertThat(IntStream.of(0, 0x100000, 0x300000, 0x300004, 0x380000).mapToLong(card::load))
                    .containsOnly(0L);
            assertThat(card.load(0x300008)).isEqualTo(0x10);
        }

        @Test
        void that_are_written_read_zero() {
            card.store(FG_COLOR, 0x55);

            assertThat(card.load(FG_COLOR)).isZero();
        }

        @Test
        void take_the_bytes_of_a_narrow_store_and_keep_the_others() {
            card.store(BLOCK_MOVE_SIZE, xy(9, 2));
            card.store(BLOCK_MOVE_SIZE, HALFWORD, 3);
            card.store(FG_COLOR + 3, BYTE, 7);
            card.store(IMAGE_BITMAP_OP, COPY_FOREGROUND);
            card.store(VRAM_START_TRIGGER, xy(0, 0));

            assertThat(card.line(0, 1, 5)).isEqualTo("77700");
            assertThat(card.line(0, 2, 5)).isEqualTo("00000");
        }

        @Test
        void give_their_bytes_to_a_narrow_load() {
            assertThat(card.load(0x211110, HALFWORD)).isEqualTo(0x0500);
            assertThat(card.load(0x211112, BYTE)).isEqualTo(0x04);
            assertThat(card.load(0x300000, BYTE)).isZero();
        }

        @Test
        void of_the_timing_show_the_height() {
            card.store(HORIZ_BACKPORCH, 0x1234_5678);
            card.store(0x300208, 0xFF34_5678L);

            assertThat(card.load(HORIZ_BACKPORCH)).isEqualTo(0x0020_2000);
            assertThat(card.load(0x300208)).isEqualTo(0x0034_5678);
        }

        @Test
        void blank_changes_at_every_load_and_at_no_peek() {
            long peeked = card.ioSpace.peek(0xF830_0218L, WORD);

            assertThat(card.ioSpace.peek(0xF830_0218L, WORD)).isEqualTo(peeked);
            assertThat(card.load(MISC_VIDEO)).isEqualTo(peeked).isEqualTo(0x0A04_0400);
            assertThat(card.load(MISC_VIDEO)).isEqualTo(0x0A00_0400);
        }

        @Test
        void are_where_the_driver_of_linux_expects_them() {
            card.store(0x300004 + 1, BYTE, 1);
            card.store(0x101020, 0x0400_0000);
            card.store(0x101028, 0xFF00_0000L);

            assertThat(card.load(0x300004)).isZero();
        }

        @Test
        void are_not_everywhere() {
            assertThatThrownBy(() -> card.load(0x200000)).isInstanceOf(BusError.class);
        }
    }

    @Test
    void comes_out_of_reset_as_it_was_switched_on() {
        card.draw(0, 0, "123");
        card.colour(0x100, 0x112233);
        card.store(MISC_VIDEO, 0);
        card.artist.reset();

        assertThat(writtenValues(card)).containsExactlyElementsOf(writtenValues(new Card()));
        int[] pixels = new int[Artist.WIDTH];
        card.artist.show(0, pixels);
        assertThat(pixels).containsOnly(0);
        assertThat(card.pixel(0, 0)).isZero();
    }

    private static List<Long> writtenValues(Card card) {
        return card.artist.registers().values().stream()
                .flatMap(bank -> bank.rows().stream())
                .map(row -> row.register().value())
                .toList();
    }
}
