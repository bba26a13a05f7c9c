package org.iomap.emulator.module.videolive;

/** A picture that does not move. */
final class StillPicture implements Picture {
    private static final int[] BLACK = {};

    private final int width;
    private final int[] pixels;

    /** @param pixels 0x00RRGGBB, line by line */
    StillPicture(int width, int[] pixels) {
        this.width = width;
        this.pixels = pixels;
    }

    @Override
    public int[] line(int y, long frame) {
        if (y >= pixels.length / width) {
            return BLACK;
        }
        int[] line = new int[width];
        System.arraycopy(pixels, y * width, line, 0, width);
        return line;
    }

    @Override
    public int firstMovingLine() {
        return 0;
    }

    @Override
    public int movingLines() {
        return 0;
    }
}
