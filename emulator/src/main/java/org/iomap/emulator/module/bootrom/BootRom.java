package org.iomap.emulator.module.bootrom;

import java.nio.charset.StandardCharsets;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;

/**
 * The boot ROM, or a part of it: memory that stores do not change.
 *
 * <p>Source: hardware reference, sections 1.2 and 12. Hardware: the firmware (PDC). Here: a text that says that there
 * is none, and zeros, which are BREAK instructions.
 */
public final class BootRom implements Region {
    private static final byte[] TEXT = """
            iomap boot ROM

            This is where an HP 9000 has its firmware, the processor-dependent code (PDC).
            There is none here: no instruction runs on this machine. What would be the entry
            points of PDC, and those of the IODC of its modules, is not code: do not call it.
            The rest of this ROM is zeros. Stores have no effect.
            """.getBytes(StandardCharsets.US_ASCII);

    private final long start;
    private final long size;

    /**
     * Makes a part of the ROM.
     *
     * @param start bytes from the beginning of the ROM
     * @param size bytes
     */
    public BootRom(long start, long size) {
        this.start = start;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isMemory() {
        return true;
    }

    @Override
    public long load(long offset, Width width) {
        if (offset < 0 || offset > size - width.bytes()) {
            throw new BusError(BusCode.HOLE, "the ROM ends before +0x%x".formatted(offset + width.bytes()));
        }
        long value = 0;
        for (int i = 0; i < width.bytes(); i++) {
            value = value << Byte.SIZE | at(start + offset + i);
        }
        return value;
    }

    /** Stores nothing. */
    @Override
    public void store(long offset, Width width, long value) {}

    @Override
    public long peek(long offset, Width width) {
        return load(offset, width);
    }

    private static byte at(long address) {
        return address < TEXT.length ? TEXT[(int) address] : 0;
    }
}
