package org.iomap.emulator.bus;

import org.iomap.protocol.Width;

/** A module's own way onto the bus, as far as interrupt messages need it; {@link Dma} is the whole way. */
@FunctionalInterface
public interface BusMaster {
    /**
     * Stores a value at a physical address.
     *
     * @throws BusError if nothing answers at {@code physical}
     */
    void store(long physical, Width width, long value);

    /**
     * Sends an interrupt message: one word store of the lowest five bits of {@code message} to the address that the
     * others are. When nobody takes it the interrupt is lost.
     */
    default void sendInterrupt(long message) {
        try {
            store(message & ~0x1FL, Width.WORD, message & 0x1F);
        } catch (BusError lost) {
            // The bus has left a line in the trace; a chip has nobody to tell.
        }
    }
}
