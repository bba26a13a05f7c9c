package org.iomap.emulator.module.teaching;

import org.iomap.emulator.bus.Region;
import org.iomap.protocol.Width;

/** A region before whose loads something happens. */
final class PushingReads implements Region {
    private final Region region;
    private final Runnable push;

    PushingReads(Region region, Runnable push) {
        this.region = region;
        this.push = push;
    }

    @Override
    public long size() {
        return region.size();
    }

    @Override
    public long load(long offset, Width width) {
        push.run();
        return region.load(offset, width);
    }

    @Override
    public void store(long offset, Width width, long value) {
        region.store(offset, width, value);
    }

    @Override
    public long peek(long offset, Width width) {
        return region.peek(offset, width);
    }
}
