package org.iomap.emulator.server;

import org.iomap.emulator.bus.Region;
import org.iomap.protocol.Width;

/** A module that counts its loads and raises an interrupt line at each. */
final class RaisingRegion implements Region {
    private final MachineHost host;
    private final String line;
    private long loads;

    RaisingRegion(MachineHost host, String line) {
        this.host = host;
        this.line = line;
    }

    @Override
    public long size() {
        return 0x1000;
    }

    @Override
    public long load(long offset, Width width) {
        host.line(line).drive(false);
        host.line(line).drive(true);
        return ++loads;
    }

    @Override
    public void store(long offset, Width width, long value) {
        // Nothing is kept.
    }

    @Override
    public long peek(long offset, Width width) {
        return loads;
    }
}
