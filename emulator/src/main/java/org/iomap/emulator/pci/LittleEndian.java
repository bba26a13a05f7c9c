package org.iomap.emulator.pci;

import org.iomap.emulator.bus.Region;
import org.iomap.protocol.Width;

/**
 * Registers of a PCI card as the processor sees them: the lanes preserve byte addresses, so that a little-endian
 * register of more than one byte comes out with its bytes reversed. Source: hardware reference, section 9.4.
 */
public record LittleEndian(Region registers) implements Region {
    @Override
    public long size() {
        return registers.size();
    }

    @Override
    public long load(long offset, Width width) {
        return reverse(width, registers.load(offset, width));
    }

    @Override
    public void store(long offset, Width width, long value) {
        registers.store(offset, width, reverse(width, value));
    }

    @Override
    public long peek(long offset, Width width) {
        return reverse(width, registers.peek(offset, width));
    }

    /** Returns a number with its bytes in the other order. */
    public static long reverse(Width width, long value) {
        return Long.reverseBytes(value) >>> (Long.SIZE - 8 * width.bytes());
    }
}
