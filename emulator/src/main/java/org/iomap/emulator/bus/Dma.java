package org.iomap.emulator.bus;

import java.nio.ByteBuffer;
import org.iomap.protocol.Width;

/**
 * A module's own way onto the bus: it reaches host memory, and other modules, at physical addresses.
 *
 * <p>The trace names the module. A {@link BusError} says HOLE where nothing answers, and RE_ENTRY where the access
 * would enter a module that is in an access (ER-6), which includes the master's own registers while it is being
 * accessed.
 */
public interface Dma extends BusMaster {
    /** @throws BusError if nothing answers at {@code physical} */
    long load(long physical, Width width);

    /**
     * Reads bytes until {@code into} is full.
     *
     * @param into its position counts what was done, also when a BusError ends it
     */
    void read(long physical, ByteBuffer into);

    /** Writes bytes until {@code from} is empty; see {@link #read}. */
    void write(long physical, ByteBuffer from);
}
