package org.iomap.emulator.module.artist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.artist.Card.CURSOR_CTRL;
import static org.iomap.emulator.module.artist.Card.CURSOR_POS;
import static org.iomap.emulator.module.artist.Card.DST_BM_ACCESS;
import static org.iomap.emulator.module.artist.Card.HORIZ_BACKPORCH;
import static org.iomap.emulator.module.artist.Card.LUT_TRANSFER;
import static org.iomap.emulator.module.artist.Card.MISC_VIDEO;
import static org.iomap.emulator.module.artist.Card.SRC_IDX;
import static org.iomap.protocol.Width.WORD;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a monitor of Artist shows")
class ScreenTest {
    private final Card card = Card.ready();

    private final int[] pixels = new int[Artist.WIDTH];

    private int[] line(int y) {
        card.artist.show(y, pixels);
        return pixels;
    }

    private int[] line(int y, int x, int length) {
        return Arrays.copyOfRange(line(y), x, x + length);
    }

    @Test
    void has_the_colours_of_the_map() {
        card.draw(10, 3, "012");
        card.colour(0x100, 0x112233);
        card.colour(0x101, 0xAABBCC);
        card.colour(0x102, 0xFF_FF_FF);

        assertThat(line(3, 9, 5)).containsExactly(0x112233, 0x112233, 0xAABBCC, 0xFFFFFF, 0x112233);
    }

    @Test
    void is_black_while_the_screen_is_off() {
        card.colour(0x100, 0x112233);
        card.store(MISC_VIDEO, 0x0200_0000);
        assertThat(line(0)).containsOnly(0);

        card.store(MISC_VIDEO, 0x0A00_0000);
        assertThat(line(0)).containsOnly(0x112233);
    }

    @Test
    void has_the_cursor_where_the_driver_of_X11_puts_it() {
        drawCursor();
        showCursor(100, 50);

        assertThat(line(49)).containsOnly(0);
        assertThat(line(50, 99, 6)).containsExactly(0, 0xFFFFFF, 0, 0xFFFFFF, 0xFFFFFF, 0);
        assertThat(line(51)).containsOnly(0);
    }

    @Test
    void has_no_cursor_while_that_is_invisible() {
        drawCursor();
        showCursor(100, 50);
        card.store(CURSOR_CTRL, 0);

        assertThat(line(50)).containsOnly(0);
    }

    @Test
    void cuts_the_cursor_at_the_edges() {
        drawCursor();
        showCursor(1278, 1023);
        assertThat(line(1023)[1278]).isEqualTo(0xFFFFFF);

        card.store(CURSOR_POS, 0);
        assertThat(line(0)).containsOnly(0);
    }

    @Test
    void hides_upper_lines_of_the_cursor() {
        drawCursor();
        showCursor(100, 50);
        card.store(CURSOR_CTRL, 0x82);

        assertThat(line(48)[100]).isEqualTo(0xFFFFFF);
    }

    @Test
    void has_the_cursor_in_its_own_colours() {
        drawCursor();
        showCursor(0, 0);
        card.colour(2, 0x00FF00);
        card.colour(3, 0xFF0000);
        assertThat(line(0, 0, 5)).containsExactly(0xFFFFFF, 0, 0xFFFFFF, 0xFFFFFF, 0);

        card.store(SRC_IDX, 0);
        card.store(LUT_TRANSFER, 0x8000_8004L);
        assertThat(line(0, 0, 5)).containsExactly(0x00FF00, 0xFF0000, 0x00FF00, 0x00FF00, 0);
    }

    /** A cursor of one line: background, foreground, background, background. */
    private void drawCursor() {
        card.store(DST_BM_ACCESS, 0x28A0_7000L);
        card.storeMemory(0, WORD, 0xF000_0000L);
        card.store(DST_BM_ACCESS, 0x28A0_6000L);
        card.storeMemory(0, WORD, 0x4000_0000L);
    }

    /** As the driver of the X server does it. */
    private void showCursor(int x, int y) {
        long porch = card.load(HORIZ_BACKPORCH);
        long pixels = x + 4 * ((porch >> 16 & 0xFF) + (porch >> 8 & 0xFF) + 2);
        card.store(CURSOR_POS, (pixels / 4 - 4) << 19 | pixels % 4 << 16 | 1024 - y);
        card.store(CURSOR_CTRL, 0x80);
    }
}
