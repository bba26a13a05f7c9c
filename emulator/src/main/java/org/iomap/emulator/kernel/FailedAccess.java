package org.iomap.emulator.kernel;

import org.iomap.protocol.Width;

/**
 * A load or store that failed.
 *
 * @param address in the process's address space
 * @param physical in I/O space; 0 when nothing is mapped at {@code address}
 * @param value of a single store; otherwise 0
 */
public record FailedAccess(
        UserProcess process, long address, long physical, Width width, Direction direction, long value) {
    /** Such as {@code load of 4 bytes at 0xf4000000}. */
    @Override
    public String toString() {
        return "%s of %d byte%s at 0x%x".formatted(direction, width.bytes(), width == Width.BYTE ? "" : "s", address);
    }
}
