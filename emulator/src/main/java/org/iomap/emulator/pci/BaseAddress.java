package org.iomap.emulator.pci;

/**
 * A base address register (BAR): where its bits are, and what they claim.
 *
 * @param offset of the register in configuration space
 * @param size bytes claimed, a power of two
 * @param typeBits the read-only bits at its lower end
 */
record BaseAddress(int offset, Kind kind, long size, int typeBits) {
    enum Kind {
        IO,
        MEMORY,
        MEMORY_64,
        ROM
    }

    private static final int IO_BIT = 0x1;
    private static final int BITS_64 = 0x4;
    private static final int PREFETCHABLE = 0x8;
    private static final int ROM_ENABLE = 0x1;
    private static final long LAST_PORT = 0xFFFF;
    private static final long WORD = 0xFFFF_FFFFL;

    static BaseAddress io(int offset, long size) {
        return new BaseAddress(offset, Kind.IO, size, IO_BIT);
    }

    static BaseAddress memory(int offset, long size, boolean prefetchable) {
        return new BaseAddress(offset, Kind.MEMORY, size, prefetchable ? PREFETCHABLE : 0);
    }

    static BaseAddress memory64(int offset, long size, boolean prefetchable) {
        return new BaseAddress(offset, Kind.MEMORY_64, size, BITS_64 | (prefetchable ? PREFETCHABLE : 0));
    }

    static BaseAddress rom(int offset, long size) {
        return new BaseAddress(offset, Kind.ROM, size, 0);
    }

    /** Its number, 0 to 5; a ROM has none. */
    int bar() {
        return (offset - PciHeader.FIRST_BAR) / Integer.BYTES;
    }

    boolean isRom() {
        return kind == Kind.ROM;
    }

    boolean is64Bit() {
        return kind == Kind.MEMORY_64;
    }

    boolean isIo() {
        return kind == Kind.IO;
    }

    /** The bits that a store changes: what is read back when all ones were written. */
    long writable() {
        return addressBits() | (kind == Kind.ROM ? ROM_ENABLE : 0);
    }

    /** True when the register with this value claims an address, given that the command register lets it. */
    boolean claims(long value) {
        boolean isEnabled = kind != Kind.ROM || (value & ROM_ENABLE) != 0;
        return isEnabled && isAssigned(value);
    }

    /** True when the register with this value has an address, whether the command register lets it answer or not. */
    boolean isAssigned(long value) {
        long address = address(value);
        boolean fits = isIo() ? address <= LAST_PORT : address + size - 1 <= WORD && address >= 0;
        return fits && address != 0 && address != addressBits();
    }

    long address(long value) {
        return value & addressBits();
    }

    private long addressBits() {
        return (is64Bit() ? -1L : WORD) & -size;
    }
}
