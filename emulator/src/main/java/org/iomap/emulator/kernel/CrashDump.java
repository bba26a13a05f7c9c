package org.iomap.emulator.kernel;

/**
 * What a machine check left behind: rule 22.
 *
 * @param number counted from 1 since the kernel was made
 * @param timeNanos of the machine's clock
 * @param text lines to read
 */
public record CrashDump(long number, long timeNanos, String text) {}
