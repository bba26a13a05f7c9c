package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.ENFILE;

import org.iomap.protocol.Limit;

/**
 * How many descriptors there are, over all processes, and when a file is no more. Source: iomap semantics, rule 27.
 *
 * <p>A driver's release is called once for each open that succeeded.
 */
final class OpenFileTable {
    private final int capacity;
    private int descriptors;

    /** @param capacity the most descriptors of all processes together */
    OpenFileTable(int capacity) {
        this.capacity = capacity;
    }

    /** @throws SystemCallException ENFILE when there is no room for another descriptor */
    void requireRoom() {
        if (descriptors >= capacity) {
            throw new SystemCallException(
                    ENFILE, 27, "the machine has %d descriptors".formatted(capacity), Limit.TOTAL_DESCRIPTORS);
        }
    }

    void addDescriptor(FileDescription file) {
        file.addDescriptor();
        descriptors++;
    }

    void dropDescriptor(FileDescription file) {
        descriptors--;
        letGo(file);
    }

    /** A call on the file begins: whoever closes the file meanwhile does not end it. */
    void hold(FileDescription file) {
        file.addDescriptor();
    }

    /** A call on the file is over. */
    void letGo(FileDescription file) {
        if (file.dropDescriptor() && !file.isRemoved()) {
            file.driver().release(file);
        }
    }

    /** The device has gone: its descriptors stay, dead. */
    void remove(FileDescription file) {
        if (!file.isRemoved()) {
            file.remove();
            file.driver().release(file);
        }
    }

    int descriptors() {
        return descriptors;
    }
}
