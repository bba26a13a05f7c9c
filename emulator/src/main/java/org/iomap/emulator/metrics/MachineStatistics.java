package org.iomap.emulator.metrics;

import org.iomap.protocol.Family;

/** What one machine has counted since it was switched on. */
public interface MachineStatistics {
    String name();

    /** Loads and stores; each element of a block is one. */
    long accesses();

    /** Requests that failed: BUS are signals, ERRNO system calls. */
    long failures(Family family);

    /** Connections, each a process of the machine. */
    int processes();

    /** Requests that have no reply yet. */
    int queueDepth();

    /**
     * Sampled durations of batches of requests: bucket n counts those below 2^n nanoseconds and not below half of that.
     */
    long[] latencies();
}
