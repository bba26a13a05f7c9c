package org.iomap.emulator.module.uart;

/** A bounded queue of bytes. */
final class ByteFifo {
    private final byte[] bytes;
    private int head;
    private int count;

    ByteFifo(int capacity) {
        bytes = new byte[capacity];
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == bytes.length;
    }

    /** Returns false, and drops the byte, when the queue is full. */
    boolean offer(int value) {
        if (isFull()) {
            return false;
        }
        bytes[(head + count++) % bytes.length] = (byte) value;
        return true;
    }

    /** Returns the oldest byte, or 0 when there is none. */
    int peek() {
        return count == 0 ? 0 : Byte.toUnsignedInt(bytes[head]);
    }

    /** Removes the oldest byte, if there is one, and returns it. */
    int take() {
        int oldest = peek();
        if (count > 0) {
            head = (head + 1) % bytes.length;
            count--;
        }
        return oldest;
    }

    void clear() {
        count = 0;
    }
}
