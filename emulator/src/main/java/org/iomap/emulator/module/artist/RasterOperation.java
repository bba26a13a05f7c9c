package org.iomap.emulator.module.artist;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How a pixel that is stored and the one that is there become the new one, within the planes of a mask.
 *
 * <p>Source: hardware reference, section 11.1, IMAGE_BITMAP_OP. All five are one formula: {@code there & keep ^ stored
 * & take ^ flip}.
 */
enum RasterOperation {
    // spotless:off
    //          keeps  takes  flips
    CLEAR(      false, false, false),
    COPY(       false, true,  false),
    XOR(        true,  true,  false),
    INVERT(     true,  false, true),
    SET(        false, false, true),
    NOTHING(    true,  false, false);
    // spotless:on

    private static final int ALL_PLANES = 0xFF;
    private static final long EIGHT = 0x0101_0101_0101_0101L;
    private static final VarHandle PIXELS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final boolean keeps;
    private final boolean takes;
    private final boolean flips;

    RasterOperation(boolean keeps, boolean takes, boolean flips) {
        this.keeps = keeps;
        this.takes = takes;
        this.flips = flips;
    }

    /** Returns the operation of a number; the numbers that the chip ignores are {@link #NOTHING}. */
    static RasterOperation of(int number) {
        return switch (number) {
            case 0 -> CLEAR;
            case 3 -> COPY;
            case 6 -> XOR;
            case 10 -> INVERT;
            case 15 -> SET;
            default -> NOTHING;
        };
    }

    /** True when the new pixel is the one that is stored. */
    boolean replaces(int planes) {
        return this == COPY && planes == ALL_PLANES;
    }

    int apply(int there, int stored, int planes) {
        return (there & keep(planes)) ^ (stored & take(planes)) ^ flip(planes);
    }

    /** Stores one value in all pixels from {@code from} to before {@code to}. */
    void fill(byte[] pixels, int from, int to, int stored, int planes) {
        byte flip = (byte) ((stored & take(planes)) ^ flip(planes));
        byte keep = (byte) keep(planes);
        if (keep == 0) {
            Arrays.fill(pixels, from, to, flip);
        } else {
            for (int at = from; at < to; at++) {
                pixels[at] = (byte) ((pixels[at] & keep) ^ flip);
            }
        }
    }

    /** Stores the first pixels of {@code stored}, eight at a time. */
    void store(byte[] pixels, int at, byte[] stored, int length, int planes) {
        long keep = keep(planes) * EIGHT;
        long take = take(planes) * EIGHT;
        long flip = flip(planes) * EIGHT;
        int done = 0;
        for (; done <= length - Long.BYTES; done += Long.BYTES) {
            long there = (long) PIXELS.get(pixels, at + done);
            PIXELS.set(pixels, at + done, (there & keep) ^ ((long) PIXELS.get(stored, done) & take) ^ flip);
        }
        for (; done < length; done++) {
            pixels[at + done] = (byte) apply(pixels[at + done], stored[done], planes);
        }
    }

    private int keep(int planes) {
        return keeps ? ALL_PLANES : ALL_PLANES & ~planes;
    }

    private int take(int planes) {
        return takes ? planes : 0;
    }

    private int flip(int planes) {
        return flips ? planes : 0;
    }
}
