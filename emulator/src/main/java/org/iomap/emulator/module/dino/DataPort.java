package org.iomap.emulator.module.dino;

import java.util.function.LongSupplier;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.Width;

/** Four bytes through which another address space is reached, where an address register says. */
final class DataPort implements Region {
    private static final long SIZE = 4;

    private final Region space;
    private final LongSupplier address;

    /** @param address in {@code space}, a multiple of four */
    DataPort(Region space, LongSupplier address) {
        this.space = space;
        this.address = address;
    }

    @Override
    public long size() {
        return SIZE;
    }

    @Override
    public long load(long offset, Width width) {
        return space.load(address.getAsLong() + offset, width);
    }

    @Override
    public void store(long offset, Width width, long value) {
        space.store(address.getAsLong() + offset, width, value);
    }

    @Override
    public long peek(long offset, Width width) {
        return space.peek(address.getAsLong() + offset, width);
    }
}
