package org.iomap.emulator.module.artist;

import java.util.Arrays;

/**
 * What colour a pixel is. The image's colours are the colour map as it stands. The cursor has a table of its own, into
 * which a transfer copies entries of the map: 2 is its background, 3 its foreground.
 *
 * <p>Source: hardware reference, section 11.2; for the cursor the NGLE driver of HP's X11R6 server. Until a program
 * loads the table the cursor is black and white.
 */
final class Colours {
    private static final int IMAGE = 0x100;
    private static final int BACKGROUND = 2;
    private static final int FOREGROUND = 3;
    private static final int RGB = 0xFF_FFFF;

    private final Bitmap map;
    private final int[] cursor = new int[FOREGROUND + 1];

    Colours(Bitmap map) {
        this.map = map;
        reset();
    }

    /** The colour of a pixel of the image planes, 0x00RRGGBB. */
    int image(int pixel) {
        return entry(IMAGE + pixel);
    }

    int cursor(boolean isForeground) {
        return cursor[isForeground ? FOREGROUND : BACKGROUND];
    }

    /** Copies entries of the map, from {@code source} on, into the cursor's table. What is too much is left out. */
    void loadCursor(long source, int first, int length) {
        int end = Math.min(cursor.length, first + length);
        for (int i = first; i < end; i++) {
            cursor[i] = entry(source + i - first);
        }
    }

    void reset() {
        Arrays.fill(cursor, 0);
        cursor[BACKGROUND] = RGB;
    }

    private int entry(long number) {
        return Integer.reverseBytes(map.word(number * Integer.BYTES)) & RGB;
    }
}
