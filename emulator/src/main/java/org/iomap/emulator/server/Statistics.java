package org.iomap.emulator.server;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.iomap.emulator.metrics.MachineStatistics;
import org.iomap.emulator.metrics.ServerStatistics;

/** The counts of the service, for any thread to read. */
final class Statistics implements ServerStatistics {
    private final Caps caps;
    private final List<MachineStatistics> machines;
    private volatile boolean isStopping;

    Statistics(Caps caps, Collection<MachineHost> hosts) {
        this.caps = caps;
        this.machines =
                hosts.stream().<MachineStatistics>map(MachineHost::statistics).toList();
    }

    void stopping() {
        isStopping = true;
    }

    @Override
    public List<MachineStatistics> machines() {
        return machines;
    }

    @Override
    public int connections() {
        return caps.connections();
    }

    @Override
    public int opening() {
        return caps.opening();
    }

    @Override
    public long accepted() {
        return caps.acceptedCount();
    }

    @Override
    public long refused() {
        return caps.refusedCount();
    }

    @Override
    public long bytesReceived() {
        return caps.bytesIn();
    }

    @Override
    public long bytesSent() {
        return caps.bytesOut();
    }

    @Override
    public long bytesWaiting() {
        return caps.blockedBytes();
    }

    @Override
    public Optional<String> problem() {
        return isStopping ? Optional.of("the service stops") : Optional.empty();
    }
}
