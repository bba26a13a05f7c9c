package org.iomap.emulator.machine;

import java.nio.file.Path;

/**
 * The settings of a machine's hardware.
 *
 * @param traceEntries lines of the trace that are kept
 * @param picture what the frame grabber grabs: a PNG or PPM file, or null for its own test picture
 */
public record MachineConfiguration(ClockKind clock, int traceEntries, Path picture) {
    private static final int TRACE_ENTRIES = 8192;

    /** A machine that nothing was said about. */
    public static MachineConfiguration builtIn() {
        return new MachineConfiguration(ClockKind.REAL, TRACE_ENTRIES, null);
    }
}
