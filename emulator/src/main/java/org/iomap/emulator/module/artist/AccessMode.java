package org.iomap.emulator.module.artist;

/**
 * How a word of the memory window, or of VRAM_WRITE, becomes pixels and pixels a word.
 *
 * <p>Source: hardware reference, section 11.2.
 */
enum AccessMode {
    // spotless:off
    //      bytes of address for a pixel; position after a word
    LINEAR(     1,  4),
    PIXELS(     4, 16),
    MONO(       4,  4),
    MONO_BITS(  4,  4),
    BYTES(      1,  4),
    COLOURS(    1,  4),
    UNKNOWN(    1,  0);
    // spotless:on

    private static final int PITCH_SHIFT = 11;
    private static final int MOST = (1 << PITCH_SHIFT) - 1;
    private static final int BUFFER_SHIFT = 12;

    private final int shift;
    private final int advance;

    AccessMode(int bytesOfAddress, int advance) {
        this.shift = Integer.numberOfTrailingZeros(bytesOfAddress);
        this.advance = advance;
    }

    /** Returns the mode that DST_BM_ACCESS or SRC_BM_ACCESS asks for. */
    static AccessMode of(long access) {
        return switch ((int) (access >>> Short.SIZE)) {
            case 0x1360 -> LINEAR;
            case 0x13A0 -> PIXELS;
            case 0x2EA0 -> MONO;
            case 0x28A0 -> MONO_BITS;
            case 0x3BA0 -> BYTES;
            case 0xBBE0 -> COLOURS;
            default -> UNKNOWN;
        };
    }

    /** Returns the number of the buffer that DST_BM_ACCESS or SRC_BM_ACCESS asks for. */
    static int buffer(long access) {
        return (int) (access >>> BUFFER_SHIFT) & 0xF;
    }

    /** True when each bit of a word is a pixel. */
    boolean isMono() {
        return this == MONO || this == MONO_BITS;
    }

    /** Bytes from the position of a word to that of the next. */
    int advance() {
        return advance;
    }

    /**
     * Returns the pixel at a position, whose lines are 2048 pixels apart while those of a buffer are not: what is right
     * of the buffer is in its next line.
     *
     * @param row lines further down
     */
    long pixel(long position, int row, Bitmap buffer) {
        long x = (position >>> shift) & MOST;
        long y = ((position >>> (shift + PITCH_SHIFT)) & MOST) + row;
        return y * buffer.width() + x;
    }

    /** Returns how many bytes of address are left in the line of a position. */
    static int restOfLine(long position) {
        return MOST + 1 - (int) (position & MOST);
    }
}
