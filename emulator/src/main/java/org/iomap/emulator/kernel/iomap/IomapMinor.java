package org.iomap.emulator.kernel.iomap;

import org.iomap.emulator.bus.IoSpace;

/**
 * The minor number of an iomap device, {@code 0xAAAASM}: the M * 2^S pages from {@code 0xFAAAA000}.
 *
 * <p>Source: iomap semantics, rules 1, 3 and 4.
 */
record IomapMinor(int page, int scale, int multiplier) {
    static IomapMinor of(int minor) {
        return new IomapMinor(minor >>> 8 & 0xFFFF, minor >>> 4 & 0xF, minor & 0xF);
    }

    /** Where the region starts in physical address space. */
    long physical() {
        return IoSpace.BASE + (long) page * IoSpace.PAGE;
    }

    /** In bytes. */
    long length() {
        return ((long) multiplier << scale) * IoSpace.PAGE;
    }

    boolean isInIoSpace() {
        return length() > 0 && length() <= IoSpace.END - physical();
    }
}
