package org.iomap.emulator.bus;

import org.iomap.protocol.Width;

/** A module's own way onto the bus: interrupt messages, later DMA. */
@FunctionalInterface
public interface BusMaster {
    /**
     * Stores a value at a physical address.
     *
     * @throws BusError if nothing answers at {@code physical}
     */
    void store(long physical, Width width, long value);
}
