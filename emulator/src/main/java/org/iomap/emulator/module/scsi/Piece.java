package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;

/** Room for the bytes that are moved in one go. It is there once something was moved. */
final class Piece {
    private static final int SIZE = 4096;
    private static final long END_OF_ADDRESSES = 1L << 32;

    private ByteBuffer bytes;
    private long handedOut;

    /** Returns the buffer, empty, with room for {@code count} bytes from {@code address} as far as they fit. */
    ByteBuffer clear(long count, long address) {
        if (bytes == null) {
            bytes = ByteBuffer.allocate(SIZE);
        }
        int length = (int) Math.min(Math.min(SIZE, count), END_OF_ADDRESSES - address);
        handedOut += length;
        return bytes.clear().limit(length);
    }

    /** How many bytes there was room for since the start. */
    long handedOut() {
        return handedOut;
    }
}
