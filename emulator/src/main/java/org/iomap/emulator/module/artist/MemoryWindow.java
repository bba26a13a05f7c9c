package org.iomap.emulator.module.artist;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.Width;

/**
 * The window onto the video memory: what is where in it is for the access registers to say.
 *
 * <p>Every width is answered at once and no load has a side effect, so it is memory to the bus, whatever a store draws.
 */
final class MemoryWindow implements Region {
    private static final int SIZE = 0x80_0000;
    private static final int WORD_BYTES = Integer.BYTES;

    private final PixelPort port;
    private final Runnable beforeStore;

    /** @param beforeStore what a store does besides, to the row of VRAM_WRITE_INCR_Y */
    MemoryWindow(PixelPort port, Runnable beforeStore) {
        this.port = port;
        this.beforeStore = beforeStore;
    }

    @Override
    public long size() {
        return SIZE;
    }

    @Override
    public boolean isMemory() {
        return true;
    }

    @Override
    public long load(long offset, Width width) {
        if (width == Width.DOUBLEWORD) {
            return load(offset, Width.WORD) << Integer.SIZE | load(offset + WORD_BYTES, Width.WORD);
        }
        int lowestLane = WORD_BYTES - width.bytes() - (int) (offset & (WORD_BYTES - 1));
        return port.load(offset & -WORD_BYTES) >>> (lowestLane * Byte.SIZE) & width.mask();
    }

    @Override
    public long peek(long offset, Width width) {
        return load(offset, width);
    }

    @Override
    public void store(long offset, Width width, long value) {
        beforeStore.run();
        if (width == Width.DOUBLEWORD) {
            port.store(offset, 0, Width.WORD, (int) (value >>> Integer.SIZE));
            port.store(offset + WORD_BYTES, 0, Width.WORD, (int) value);
        } else {
            port.store(offset, 0, width, (int) value);
        }
    }

    @Override
    public void loadBlock(long offset, Width width, ByteBuffer into) {
        Bitmap buffer = port.readLinear();
        if (buffer == null) {
            Region.super.loadBlock(offset, width, into);
            return;
        }
        for (long at = offset; into.hasRemaining(); ) {
            int length = Math.min(AccessMode.restOfLine(at), into.remaining());
            buffer.load((int) AccessMode.LINEAR.pixel(at, 0, buffer), length, into);
            at += length;
        }
    }

    @Override
    public void storeBlock(long offset, Width width, ByteBuffer from) {
        Bitmap buffer = port.writtenLinear();
        if (buffer == null) {
            Region.super.storeBlock(offset, width, from);
            return;
        }
        beforeStore.run();
        for (long at = offset; from.hasRemaining(); ) {
            int length = Math.min(AccessMode.restOfLine(at), from.remaining());
            buffer.store((int) AccessMode.LINEAR.pixel(at, 0, buffer), length, from);
            at += length;
        }
    }
}
