package org.iomap.emulator.machine;

/** What the pixels of a frame buffer are. */
public enum PixelFormat {
    /** A word for each pixel, 0x00RRGGBB. */
    RGB32(1),

    /** A byte for each pixel, the number of a colour. What answers in the memory depends on registers. */
    INDEXED8(2);

    private final int number;

    PixelFormat(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
