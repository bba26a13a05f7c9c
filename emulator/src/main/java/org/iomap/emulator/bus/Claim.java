package org.iomap.emulator.bus;

/**
 * A region that asks to answer in PCI memory.
 *
 * @param start physical; it may be before the window that shows it
 * @param module whose region it is
 */
public record Claim(long start, Region region, String module) {}
