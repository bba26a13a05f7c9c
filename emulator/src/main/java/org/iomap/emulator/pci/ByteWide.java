package org.iomap.emulator.pci;

import org.iomap.emulator.bus.Region;
import org.iomap.protocol.Width;

/**
 * Byte registers of a PCI card: a wider access is one of each byte, in the order of the addresses, as the byte enables
 * of the bus have it. Source: hardware reference, section 9.3.
 */
public record ByteWide(Region registers) implements Region {
    @Override
    public long size() {
        return registers.size();
    }

    @Override
    public long load(long offset, Width width) {
        long value = 0;
        for (int i = 0; i < width.bytes(); i++) {
            value = value << 8 | registers.load(offset + i, Width.BYTE);
        }
        return value;
    }

    @Override
    public void store(long offset, Width width, long value) {
        for (int i = 0; i < width.bytes(); i++) {
            registers.store(offset + i, Width.BYTE, (value >>> (8 * (width.bytes() - 1 - i))) & 0xFF);
        }
    }

    @Override
    public long peek(long offset, Width width) {
        long value = 0;
        for (int i = 0; i < width.bytes(); i++) {
            value = value << 8 | registers.peek(offset + i, Width.BYTE);
        }
        return value;
    }
}
