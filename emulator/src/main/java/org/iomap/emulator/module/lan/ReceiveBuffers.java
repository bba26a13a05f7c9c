package org.iomap.emulator.module.lan;

/** The list of free receive buffers: what of a frame does not fit in its descriptor is stored there. */
final class ReceiveBuffers {
    /** In the number of the receive unit's state: there are no more. */
    static final int NO_MORE = 8;

    private static final int END_OF_LIST = 0x8000;
    private static final int END_OF_FRAME = 0x8000;
    private static final int FILLED = 0x4000;
    private static final int SIZE_MASK = 0x3FFF;

    private static final int NEXT = 4;
    private static final int BUFFER = 8;
    private static final int SIZE = 12;

    /** A frame in more pieces is lost as if there were no more. */
    private static final int MOST_BUFFERS = 256;

    private final LinearMemory memory;
    private long free = LinearMemory.NULL;
    private long afterFrame = LinearMemory.NULL;
    private boolean ranOut;

    ReceiveBuffers(LinearMemory memory) {
        this.memory = memory;
    }

    void reset() {
        start(LinearMemory.NULL);
    }

    void start(long first) {
        free = first;
        afterFrame = first;
        ranOut = false;
    }

    /** The address of the first free one, or NULL. */
    long next() {
        return free;
    }

    /** True when the last one of the list was used, or was not enough. */
    boolean ranOut() {
        return ranOut;
    }

    /**
     * Stores what of a frame is between {@code from} and {@code to}. The buffers are free again until {@link #commit}.
     *
     * @return false when there was not enough room
     */
    boolean fill(byte[] frame, int from, int to) {
        long buffer = free;
        int at = from;
        for (int used = 0; at < to; used++) {
            if (buffer == LinearMemory.NULL || used == MOST_BUFFERS) {
                ranOut = true;
                afterFrame = buffer;
                return false;
            }
            int size = memory.half(buffer + SIZE);
            int length = Math.min(to - at, size & SIZE_MASK);
            memory.write(memory.pointer(buffer + BUFFER), frame, at, length);
            at += length;
            memory.half(buffer, FILLED | (at == to ? END_OF_FRAME : 0) | length);
            buffer = (size & END_OF_LIST) != 0 ? LinearMemory.NULL : memory.pointer(buffer + NEXT);
        }
        afterFrame = buffer;
        return true;
    }

    /** The frame is the driver's: so are its buffers. */
    void commit() {
        ranOut |= free != afterFrame && afterFrame == LinearMemory.NULL;
        free = afterFrame;
    }
}
