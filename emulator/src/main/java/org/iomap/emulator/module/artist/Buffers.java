package org.iomap.emulator.module.artist;

/** The buffers of the video memory, by the numbers that the access registers have for them. Source: section 11.2. */
final class Buffers {
    static final int WIDTH = 1280;
    static final int HEIGHT = 1024;
    static final int CURSOR_SIDE = 64;

    private static final int IMAGE = 1;
    private static final int CURSOR_DATA = 6;
    private static final int CURSOR_MASK = 7;
    private static final int ATTRIBUTES = 13;
    private static final int COLOUR_MAP = 15;

    private final Bitmap[] byNumber = new Bitmap[16];

    Buffers() {
        byNumber[IMAGE] = new Bitmap(WIDTH, HEIGHT);
        byNumber[CURSOR_DATA] = new Bitmap(CURSOR_SIDE, CURSOR_SIDE);
        byNumber[CURSOR_MASK] = new Bitmap(CURSOR_SIDE, CURSOR_SIDE);
        byNumber[ATTRIBUTES] = new Bitmap(CURSOR_SIDE, CURSOR_SIDE);
        byNumber[COLOUR_MAP] = new Bitmap(2048, 4);
    }

    /** Returns the buffer of a number, or null when there is none. */
    Bitmap find(int number) {
        return byNumber[number];
    }

    Bitmap image() {
        return byNumber[IMAGE];
    }

    Bitmap cursorData() {
        return byNumber[CURSOR_DATA];
    }

    Bitmap cursorMask() {
        return byNumber[CURSOR_MASK];
    }

    Bitmap colourMap() {
        return byNumber[COLOUR_MAP];
    }

    void clear() {
        for (Bitmap buffer : byNumber) {
            if (buffer != null) {
                buffer.clear();
            }
        }
    }
}
