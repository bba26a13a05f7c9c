package org.iomap.emulator.module.artist;

import java.util.Arrays;

/** What a monitor shows: the image planes in their colours and the cursor over them, or black when it is off. */
final class Screen {
    private static final int COLOURS = 0x100;

    private final Buffers buffers;
    private final VideoRegisters video;
    private final Colours colours;

    Screen(Buffers buffers, VideoRegisters video, Colours colours) {
        this.buffers = buffers;
        this.video = video;
        this.colours = colours;
    }

    /** Puts a line into {@code pixels}, 0x00RRGGBB. */
    void show(int y, int[] pixels) {
        if (!video.isScreenOn()) {
            Arrays.fill(pixels, 0);
            return;
        }
        int[] palette = new int[COLOURS];
        Arrays.setAll(palette, colours::image);
        for (int x = 0; x < pixels.length; x++) {
            pixels[x] = palette[buffers.image().pixel((long) y * Buffers.WIDTH + x)];
        }
        if (video.isCursorVisible()) {
            drawCursor(y, pixels);
        }
    }

    private void drawCursor(int y, int[] pixels) {
        int row = y - video.cursorY();
        if (row < 0 || row >= Buffers.CURSOR_SIDE) {
            return;
        }
        int left = video.cursorX();
        for (int column = 0; column < Buffers.CURSOR_SIDE; column++) {
            int x = left + column;
            int at = row * Buffers.CURSOR_SIDE + column;
            if (x >= 0 && x < pixels.length && buffers.cursorMask().pixel(at) != 0) {
                pixels[x] = colours.cursor(buffers.cursorData().pixel(at) != 0);
            }
        }
    }
}
