package org.iomap.emulator.module.artist;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Video memory of one kind, a byte for each pixel, line after line. It costs nothing before something is drawn. */
final class Bitmap {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final int width;
    private final int size;
    private byte[] pixels;

    Bitmap(int width, int height) {
        this.width = width;
        this.size = width * height;
    }

    int width() {
        return width;
    }

    /** Pixels. */
    int size() {
        return size;
    }

    /** The pixels, to be drawn on. */
    byte[] pixels() {
        if (pixels == null) {
            pixels = new byte[size];
        }
        return pixels;
    }

    /** A pixel, or 0 beyond the end. */
    int pixel(long at) {
        return pixels == null || at < 0 || at >= size ? 0 : Byte.toUnsignedInt(pixels[(int) at]);
    }

    /** Four pixels, the first most significant; those beyond the end are 0. */
    int word(long at) {
        if (pixels == null) {
            return 0;
        }
        if (at >= 0 && at <= size - Integer.BYTES) {
            return (int) WORD.get(pixels, (int) at);
        }
        return pixel(at) << 24 | pixel(at + 1) << 16 | pixel(at + 2) << 8 | pixel(at + 3);
    }

    /** Sets four pixels, the first the most significant. All of them are in the bitmap. */
    void word(int at, int value) {
        WORD.set(pixels(), at, value);
    }

    /** Puts pixels into a buffer, 0 for those beyond the end. */
    void load(int at, int length, ByteBuffer into) {
        int there = pixels == null ? 0 : Math.max(0, Math.min(length, size - at));
        if (there > 0) {
            into.put(pixels, at, there);
        }
        for (int i = there; i < length; i++) {
            into.put((byte) 0);
        }
    }

    /** Sets pixels from a buffer. Those beyond the end are dropped. */
    void store(int at, int length, ByteBuffer from) {
        int there = Math.max(0, Math.min(length, size - at));
        if (there > 0) {
            from.get(pixels(), at, there);
        }
        from.position(from.position() + length - there);
    }

    /** As after switching on: all 0. */
    void clear() {
        pixels = null;
    }
}
