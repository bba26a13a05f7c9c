package org.iomap.emulator.module.videolive;

/** A picture that does not move, at the upper left; what it does not cover is black. */
final class StillPicture implements Picture {
    private final int width;
    private final int[] pixels;

    /** @param pixels 0x00RRGGBB, line by line */
    StillPicture(int width, int[] pixels) {
        this.width = width;
        this.pixels = pixels;
    }

    @Override
    public int pixel(int x, int y, long frame) {
        return x < width && y < pixels.length / width ? pixels[y * width + x] : 0;
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
