package org.iomap.emulator.register;

/** A bounded queue of bytes, as chips have them. */
public final class ByteFifo {
    private final byte[] bytes;
    private int head;
    private int count;

    public ByteFifo(int capacity) {
        bytes = new byte[capacity];
    }

    public int count() {
        return count;
    }

    public boolean isFull() {
        return count == bytes.length;
    }

    /** Returns false, and drops the byte, when the queue is full. */
    public boolean offer(int value) {
        if (isFull()) {
            return false;
        }
        bytes[(head + count++) % bytes.length] = (byte) value;
        return true;
    }

    /** Returns the oldest byte, or 0 when there is none. */
    public int peek() {
        return count == 0 ? 0 : Byte.toUnsignedInt(bytes[head]);
    }

    /** Removes the oldest byte, if there is one, and returns it. */
    public int take() {
        int oldest = peek();
        if (count > 0) {
            head = (head + 1) % bytes.length;
            count--;
        }
        return oldest;
    }

    public void clear() {
        count = 0;
    }
}
