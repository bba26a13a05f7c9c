package org.iomap.emulator.module.artist;

/**
 * Draws on the image planes: rectangles, moves of rectangles, lines and characters. Pixel (x, y) is the one at y *
 * width + x: what is right of the screen is in its next line, and what is not in the buffer is dropped.
 *
 * <p>Source: hardware reference, sections 11.1 and 11.3. Coordinates are signed, sizes unsigned 16-bit numbers.
 */
final class Drawing {
    private static final int CHARACTER_PIXELS = 16;

    private final Bitmap image;
    private final Pen pen;
    private byte[] line;

    Drawing(Bitmap image, Pen pen) {
        this.image = image;
        this.pen = pen;
    }

    /** The x of a register that holds x and y, signed. */
    static int x(long position) {
        return (short) (position >>> Short.SIZE);
    }

    /** The y of a register that holds x and y, signed. */
    static int y(long position) {
        return (short) position;
    }

    static int width(long size) {
        return (int) (size >>> Short.SIZE) & 0xFFFF;
    }

    static int height(long size) {
        return (int) size & 0xFFFF;
    }

    /** Fills a rectangle. One that starts left of the screen or above it is dropped. */
    void fill(long position, long size) {
        if (x(position) < 0 || y(position) < 0) {
            return;
        }
        byte[] pixels = image.pixels();
        RasterOperation operation = pen.operation();
        int first = y(position) * image.width() + x(position);
        int end = Math.min(first + height(size) * image.width(), image.size());
        for (int from = first; from < end; from += image.width()) {
            int to = Math.min(from + width(size), image.size());
            operation.fill(pixels, from, to, pen.colour(), pen.planes());
        }
    }

    /** Moves a rectangle, at most as large as the screen, in the order that suits a shift of its own pixels. */
    void move(long source, long destination, long size) {
        int width = Math.min(width(size), Buffers.WIDTH);
        int height = Math.min(height(size), Buffers.HEIGHT);
        boolean isUpwards = y(destination) <= y(source);
        boolean isBackwards = x(destination) > x(source);
        for (int i = 0; i < height; i++) {
            int line = isUpwards ? i : height - 1 - i;
            int from = (y(source) + line) * image.width() + x(source);
            int to = (y(destination) + line) * image.width() + x(destination);
            moveLine(from, to, width, isBackwards);
        }
    }

    private void moveLine(int source, int destination, int width, boolean isBackwards) {
        int skipped = Math.max(0, -Math.min(source, destination));
        int length = Math.min(width, image.size() - Math.max(source, destination)) - skipped;
        if (length <= 0) {
            return;
        }
        int from = source + skipped;
        int to = destination + skipped;
        if (Math.abs(to - from) >= length || isBackwards == to > from) {
            moveAtOnce(from, to, length);
        } else {
            moveOneByOne(from, to, length, isBackwards);
        }
    }

    /** Moves pixels whose order does not matter: none is overwritten before it was read. */
    private void moveAtOnce(int from, int to, int length) {
        byte[] pixels = image.pixels();
        if (pen.operation().replaces(pen.planes())) {
            System.arraycopy(pixels, from, pixels, to, length);
        } else {
            line = line == null ? new byte[image.width()] : line;
            System.arraycopy(pixels, from, line, 0, length);
            pen.operation().store(pixels, to, line, length, pen.planes());
        }
    }

    private void moveOneByOne(int from, int to, int length, boolean isBackwards) {
        for (int i = 0; i < length; i++) {
            int pixel = isBackwards ? length - 1 - i : i;
            pen.draw(image, to + pixel, image.pixel(from + pixel));
        }
    }

    /**
     * Draws a line with both its ends. One with neither end among the columns, or neither among the lines, of the
     * screen is dropped.
     *
     * @return false if it was dropped
     */
    boolean line(int x1, int y1, int x2, int y2) {
        if ((isOutside(x1, Buffers.WIDTH) && isOutside(x2, Buffers.WIDTH))
                || (isOutside(y1, Buffers.HEIGHT) && isOutside(y2, Buffers.HEIGHT))) {
            return false;
        }
        boolean isSteep = Math.abs(y2 - y1) > Math.abs(x2 - x1);
        int from = isSteep ? y1 : x1;
        int to = isSteep ? y2 : x2;
        int fromAcross = isSteep ? x1 : y1;
        int toAcross = isSteep ? x2 : y2;
        if (from <= to) {
            line(from, fromAcross, to, toAcross, isSteep);
        } else {
            line(to, toAcross, from, fromAcross, isSteep);
        }
        return true;
    }

    /** Draws a line whose x grows, and more than its y changes; a steep one has x and y the other way round. */
    private void line(int x1, int y1, int x2, int y2, boolean isSteep) {
        int dx = x2 - x1;
        int dy = Math.abs(y2 - y1);
        int step = y1 <= y2 ? 1 : -1;
        int y = y1;
        int error = 2 * dy - dx;
        for (int x = x1; x <= x2; x++) {
            plot(isSteep ? y : x, isSteep ? x : y);
            if (error > 0) {
                y += step;
                error += 2 * (dy - dx);
            } else {
                error += 2 * dy;
            }
        }
    }

    private void plot(int x, int y) {
        if (x >= 0 && y >= 0) {
            pen.draw(image, (long) y * image.width() + x, pen.colour());
        }
    }

    private static boolean isOutside(int coordinate, int limit) {
        return coordinate < 0 || coordinate >= limit;
    }

    /** Draws a row of a character, 16 pixels. A row that starts outside of the screen is dropped. */
    void characterRow(int x, int y, int bits) {
        if (isOutside(x, Buffers.WIDTH) || isOutside(y, Buffers.HEIGHT)) {
            return;
        }
        long first = (long) y * image.width() + x;
        for (int i = 0; i < CHARACTER_PIXELS; i++) {
            if ((bits >>> (CHARACTER_PIXELS - 1 - i) & 1) != 0) {
                pen.draw(image, first + i, pen.colour());
            } else if (!pen.usesBitmask()) {
                pen.draw(image, first + i, pen.background());
            }
        }
    }
}
