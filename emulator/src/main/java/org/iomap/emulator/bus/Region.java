package org.iomap.emulator.bus;

import java.nio.ByteBuffer;
import org.iomap.protocol.Width;

/**
 * A stretch of address space that answers loads and stores.
 *
 * <p>A value is an unsigned number in the low bits of a {@code long}. Byte order belongs to the wire and to memory,
 * never to a register. All calls come from the machine's one thread.
 */
public interface Region {
    /** The bytes of address space this region answers. */
    long size();

    /**
     * Loads a value, with every side effect the hardware has.
     *
     * @param offset bytes from the start of the region, a multiple of {@code width}
     * @throws BusError if nothing answers
     */
    long load(long offset, Width width);

    /** Stores a value; see {@link #load}. */
    void store(long offset, Width width, long value);

    /** Returns what {@link #load} would, and changes nothing. */
    long peek(long offset, Width width);

    /** True when every width is answered at once and no load has a side effect, so that blocks may be copied. */
    default boolean isMemory() {
        return false;
    }

    /**
     * Loads consecutive elements until {@code into} is full, in big-endian order.
     *
     * @param into its position counts what was done, also when a {@link BusError} ends it early
     */
    default void loadBlock(long offset, Width width, ByteBuffer into) {
        for (long at = offset; into.hasRemaining(); at += width.bytes()) {
            Elements.put(into, width, load(at, width));
        }
    }

    /** Stores consecutive elements until {@code from} is empty; see {@link #loadBlock}. */
    default void storeBlock(long offset, Width width, ByteBuffer from) {
        for (long at = offset; from.hasRemaining(); at += width.bytes()) {
            store(at, width, Elements.get(from, from.position(), width));
            from.position(from.position() + width.bytes());
        }
    }
}
