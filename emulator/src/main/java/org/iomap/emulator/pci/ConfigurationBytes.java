package org.iomap.emulator.pci;

import org.iomap.protocol.Width;

/**
 * The 256 bytes of a function's configuration space: what is in them now, and what of it a store changes. They are the
 * header's own until one of them is another.
 */
final class ConfigurationBytes {
    private static final int ERRORS = 0xF9;

    private final PciHeader header;
    private byte[] values;

    ConfigurationBytes(PciHeader header) {
        this.header = header;
        this.values = header.reset();
    }

    void reset() {
        values = header.reset();
    }

    /** Returns bytes as they stand there: the first is the most significant. */
    long load(int offset, Width width) {
        long value = 0;
        for (int i = 0; i < width.bytes(); i++) {
            value = value << 8 | Byte.toUnsignedLong(values[offset + i]);
        }
        return value;
    }

    /**
     * Stores what can be written of bytes; see {@link #load}.
     *
     * @return true when one of them is another than before
     */
    boolean store(int offset, Width width, long value) {
        boolean hasChanged = false;
        for (int i = 0; i < width.bytes(); i++) {
            hasChanged |= storeByte(offset + i, (int) (value >>> (8 * (width.bytes() - 1 - i))));
        }
        return hasChanged;
    }

    /** Returns a number, which is little-endian. */
    int get(int offset, int bytes) {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | Byte.toUnsignedInt(values[offset + i]);
        }
        return value;
    }

    /** Sets or clears bits of a halfword, also those that cannot be written. */
    void set(int offset, int bits, boolean on) {
        int value = on ? get(offset, 2) | bits : get(offset, 2) & ~bits;
        put(offset, (byte) value);
        put(offset + 1, (byte) (value >>> 8));
    }

    /** The errors in the upper half of the status register go away when a one is written. */
    private boolean storeByte(int offset, int value) {
        byte before = values[offset];
        int mask = header.writable(offset);
        int ones = offset == PciHeader.STATUS + 1 ? value & ERRORS : 0;
        put(offset, (byte) (((before & ~mask) | (value & mask)) & ~ones));
        return values[offset] != before;
    }

    private void put(int offset, byte value) {
        if (values[offset] == value) {
            return;
        }
        if (values == header.reset()) {
            values = values.clone();
        }
        values[offset] = value;
    }
}
