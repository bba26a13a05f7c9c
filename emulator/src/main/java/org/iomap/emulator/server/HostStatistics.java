package org.iomap.emulator.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.iomap.emulator.metrics.MachineStatistics;
import org.iomap.protocol.Family;

/** What one machine has counted. Its own thread writes, once a batch at most; any thread reads. */
final class HostStatistics implements MachineStatistics {
    private final String name;
    private final AtomicLong accesses = new AtomicLong();
    private final AtomicInteger processes = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Family, AtomicLong> failures = new EnumMap<>(Family.class);
    private final LatencySamples latency = new LatencySamples();

    HostStatistics(String name) {
        this.name = name;
        for (Family family : Family.values()) {
            failures.put(family, new AtomicLong());
        }
    }

    LatencySamples latency() {
        return latency;
    }

    void accesses(long count) {
        accesses.lazySet(count);
    }

    void processes(int count) {
        processes.lazySet(count);
    }

    /** A blocking request began (1) or ended (-1). */
    void waiting(int change) {
        waiting.addAndGet(change);
    }

    void failed(Family family) {
        failures.get(family).incrementAndGet();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long accesses() {
        return accesses.get();
    }

    @Override
    public long failures(Family family) {
        return failures.get(family).get();
    }

    @Override
    public int processes() {
        return processes.get();
    }

    @Override
    public int queueDepth() {
        return waiting.get();
    }

    @Override
    public long[] latencies() {
        return latency.counts();
    }
}
