package org.iomap.emulator.module.videolive;

/** The board's own picture: colour bars, a band that moves, and a grey ramp. Its first pixel never changes. */
final class TestPicture implements Picture {
    static final int FIRST_PIXEL = 0x0011_2233;

    private static final int[] BARS = {
        0xC0C0C0, 0xC0C000, 0x00C0C0, 0x00C000, 0xC000C0, 0xC00000, 0x0000C0, 0x101010,
    };
    private static final int BAND = 384;
    private static final int BAND_LINES = 64;
    private static final int STEP = 4;

    @Override
    public int pixel(int x, int y, long frame) {
        if (x == 0 && y == 0) {
            return FIRST_PIXEL;
        }
        if (y < BAND) {
            return BARS[x * BARS.length / FrameMemory.WIDTH];
        }
        int grey = x * 0xFF / FrameMemory.WIDTH;
        if (y < BAND + BAND_LINES) {
            int moved = (int) ((x + STEP * frame) & 0xFF);
            return moved << 16 | (0xFF - moved) << 8 | grey;
        }
        return grey << 16 | grey << 8 | grey;
    }

    @Override
    public int firstMovingLine() {
        return BAND;
    }

    @Override
    public int movingLines() {
        return BAND_LINES;
    }
}
