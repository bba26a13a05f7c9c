package org.iomap.emulator.module.dino;

import org.iomap.emulator.bus.Region;

/**
 * What is on the PCI side of Dino. The lanes preserve byte addresses: in all three spaces a value is the bytes in the
 * order of their addresses, the first the most significant.
 */
public interface PciSide {
    /** 24 bits of address: bus, five bits of slot, three of function, and register. */
    Region configuration();

    /** 64 KiB of ports. */
    Region io();

    /** 4 GiB of memory. */
    Region memory();

    /**
     * Opens those windows of 8 MiB onto PCI memory whose bit is set, and closes the others.
     *
     * @param windows bit n is the window at 0xF0000000 + n * 8 MiB
     */
    void open(long windows);

    /** Drives the reset line of the bus. */
    void reset();
}
