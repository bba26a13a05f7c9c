package org.iomap.emulator.module.artist;

import org.iomap.emulator.register.Register;
import org.iomap.protocol.Width;

/**
 * Turns words into pixels and pixels into words, as the access registers say.
 *
 * <p>Source: hardware reference, section 11.2. A byte or halfword is its lanes of the word; in mono modes it is a word
 * of 8 or 16 pixels. Hardware: the linear mode can be read, and so it can here.
 */
final class PixelPort {
    private static final int PIXELS = 4;
    private static final int ALL = (1 << PIXELS) - 1;
    private static final int NOT_READABLE = -1;

    private final Buffers buffers;
    private final Register destination;
    private final Register source;
    private final Pen pen;

    /**
     * Makes the way to some buffers.
     *
     * @param destination DST_BM_ACCESS
     * @param source SRC_BM_ACCESS
     */
    PixelPort(Buffers buffers, Register destination, Register source, Pen pen) {
        this.buffers = buffers;
        this.destination = destination;
        this.source = source;
        this.pen = pen;
    }

    /** The buffer that is read as plain bytes at the moment, or null. */
    Bitmap readLinear() {
        return AccessMode.of(source.value()) == AccessMode.LINEAR ? from() : null;
    }

    /** The buffer that is written as plain bytes at the moment, or null. */
    Bitmap writtenLinear() {
        boolean isPlain = AccessMode.of(destination.value()) == AccessMode.LINEAR
                && pen.operation().replaces(pen.planes())
                && !pen.usesBitmask();
        return isPlain ? to() : null;
    }

    /** Loads a word. */
    int load(long position) {
        Bitmap from = from();
        AccessMode mode = AccessMode.of(source.value());
        if (from == null) {
            return 0;
        }
        // The colour map is read by the pixel, though it is written by the byte.
        AccessMode place = mode == AccessMode.LINEAR ? mode : AccessMode.PIXELS;
        long pixel = place.pixel(position, 0, from);
        if (pixel >= from.size()) {
            return 0;
        }
        return switch (mode) {
            case LINEAR, PIXELS, MONO -> from.word(pixel);
            case BYTES -> Integer.reverseBytes(from.word(pixel));
            case MONO_BITS, COLOURS, UNKNOWN -> NOT_READABLE;
        };
    }

    /**
     * Stores a word or a part of one.
     *
     * @param row lines below the position
     * @return the position of the next word
     */
    long store(long position, int row, Width width, int value) {
        AccessMode mode = AccessMode.of(destination.value());
        Bitmap to = to();
        if (to != null && mode.isMono()) {
            expand(to, mode.pixel(position, row, to), mode, width, value);
        } else if (to != null && mode != AccessMode.UNKNOWN) {
            storeLanes(to, mode, position, row, width, value);
        }
        return position + mode.advance();
    }

    private void storeLanes(Bitmap to, AccessMode mode, long position, int row, Width width, int value) {
        if (width == Width.WORD) {
            storePixels(to, mode, position, row, value, ALL);
        } else {
            int free = PIXELS - width.bytes() - (int) (position & (PIXELS - 1));
            int lanes = ((1 << width.bytes()) - 1) << free;
            storePixels(to, mode, position & -PIXELS, row, value << (free * Byte.SIZE), lanes);
        }
    }

    /** @param lanes which bytes of the word there are, bit 3 for the most significant */
    private void storePixels(Bitmap to, AccessMode mode, long position, int row, int word, int lanes) {
        if (mode == AccessMode.BYTES || mode == AccessMode.COLOURS) {
            int reversed = first(Integer.reverse(lanes));
            draw(to, position, Integer.reverseBytes(word), reversed & first(pen.bitmask()));
        } else {
            draw(to, mode.pixel(position, row, to), word, lanes & first(pen.bitmask()));
        }
    }

    /** The bits for the pixels of a word that is not expanded. */
    private static int first(int bitmask) {
        return bitmask >>> (Integer.SIZE - PIXELS);
    }

    private void draw(Bitmap to, long pixel, int word, int enabled) {
        boolean isInside = pixel >= 0 && pixel <= to.size() - PIXELS;
        if (enabled == ALL && isInside && pen.operation().replaces(pen.planes())) {
            to.word((int) pixel, word);
            return;
        }
        for (int i = 0; i < PIXELS; i++) {
            int lane = PIXELS - 1 - i;
            if ((enabled >>> lane & 1) != 0) {
                pen.draw(to, pixel + i, word >>> (lane * Byte.SIZE) & 0xFF);
            }
        }
    }

    /** Mono expansion: each bit is a pixel, the most significant first. */
    private void expand(Bitmap to, long pixel, AccessMode mode, Width width, int value) {
        int ones = mode == AccessMode.MONO ? pen.foreground() : 1;
        int zeros = mode == AccessMode.MONO ? pen.background() : 0;
        int pixels = width.bytes() * Byte.SIZE;
        int bits = value << (Integer.SIZE - pixels);
        int enabled = pen.bitmask();
        for (int i = 0; i < pixels; i++) {
            boolean isOne = bits << i < 0;
            if (enabled << i < 0 && (isOne || pen.drawsZeros())) {
                pen.draw(to, pixel + i, isOne ? ones : zeros);
            }
        }
    }

    private Bitmap from() {
        return buffers.find(AccessMode.buffer(source.value()));
    }

    private Bitmap to() {
        return buffers.find(AccessMode.buffer(destination.value()));
    }
}
