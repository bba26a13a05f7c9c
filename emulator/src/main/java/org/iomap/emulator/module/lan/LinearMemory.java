package org.iomap.emulator.module.lan;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.Dma;
import org.iomap.protocol.Width;

/**
 * Host memory as the chip sees it in its linear big-endian mode: everything is made of big-endian halfwords, and the
 * lower half of a 32-bit value comes first.
 */
final class LinearMemory {
    /** The address that points nowhere. */
    static final long NULL = 0xFFFF_FFFFL;

    private final Dma bus;
    private boolean wholePointers;

    LinearMemory(Dma bus) {
        this.bus = bus;
    }

    /** Whether the halves of a pointer are in big-endian order too, as later steppings of the chip can have them. */
    void wholePointers(boolean on) {
        wholePointers = on;
    }

    int byteAt(long address) {
        return (int) bus.load(address & NULL, Width.BYTE);
    }

    int half(long address) {
        return (int) bus.load(address & NULL, Width.HALFWORD);
    }

    void half(long address, int value) {
        bus.store(address & NULL, Width.HALFWORD, value);
    }

    long pointer(long address) {
        return wholePointers ? (long) half(address) << Short.SIZE | half(address + Short.BYTES) : swapped(address);
    }

    void pointer(long address, long value) {
        swapped(address, wholePointers ? value << Short.SIZE | value >>> Short.SIZE : value);
    }

    /** A value whose lower half comes first whatever the pointers do: the first pointers, and the counters. */
    long swapped(long address) {
        return half(address) | (long) half(address + Short.BYTES) << Short.SIZE;
    }

    void swapped(long address, long value) {
        half(address, (int) value & 0xFFFF);
        half(address + Short.BYTES, (int) (value >>> Short.SIZE) & 0xFFFF);
    }

    void read(long address, byte[] into, int offset, int length) {
        bus.read(address & NULL, ByteBuffer.wrap(into, offset, length));
    }

    void write(long address, byte[] from, int offset, int length) {
        bus.write(address & NULL, ByteBuffer.wrap(from, offset, length));
    }
}
