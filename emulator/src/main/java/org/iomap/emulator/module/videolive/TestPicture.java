package org.iomap.emulator.module.videolive;

/** The board's own picture: colour bars, a band that moves, and a grey ramp. Its first pixel never changes. */
final class TestPicture implements Picture {
    static final int FIRST_PIXEL = 0x0011_2233;

    private static final int[] COLOURS = {
        0xC0C0C0, 0xC0C000, 0x00C0C0, 0x00C000, 0xC000C0, 0xC00000, 0x0000C0, 0x101010,
    };
    private static final int BAND = 384;
    private static final int BAND_LINES = 64;
    private static final int STEP = 4;
    private static final long NONE = -1;

    private final int width;
    private int[] bars;
    private int[] ramp;
    private int[] band;
    private long bandFrame = NONE;

    TestPicture(int width) {
        this.width = width;
    }

    @Override
    public int[] line(int y, long frame) {
        if (bars == null) {
            drawWhatIsStill();
        }
        if (y == 0) {
            int[] first = bars.clone();
            first[0] = FIRST_PIXEL;
            return first;
        }
        if (y < BAND) {
            return bars;
        }
        return y < BAND + BAND_LINES ? band(frame) : ramp;
    }

    @Override
    public int firstMovingLine() {
        return BAND;
    }

    @Override
    public int movingLines() {
        return BAND_LINES;
    }

    private void drawWhatIsStill() {
        bars = new int[width];
        ramp = new int[width];
        for (int x = 0; x < width; x++) {
            bars[x] = COLOURS[x * COLOURS.length / width];
            ramp[x] = grey(x) * 0x01_0101;
        }
    }

    private int[] band(long frame) {
        if (frame != bandFrame) {
            band = new int[width];
            for (int x = 0; x < width; x++) {
                int moved = (int) (x + STEP * frame) & 0xFF;
                band[x] = moved << 16 | (0xFF - moved) << 8 | grey(x);
            }
            bandFrame = frame;
        }
        return band;
    }

    private int grey(int x) {
        return x * 0xFF / width;
    }
}
