package org.iomap.emulator.module.harmony;

import org.iomap.emulator.bus.BusError;

/** What happens to the buffers of one direction. */
interface Stream {
    /**
     * A buffer becomes the current one.
     *
     * @param address physical
     * @param nanos when its first frame is converted
     * @throws BusError if it is to be read and nothing answers
     */
    void begin(long address, long nanos);

    /** The frames of the current buffer before {@code frame} are converted, if they were not yet. */
    void convert(int frame);

    /**
     * The current buffer is over, and all of it is converted.
     *
     * @throws BusError if it is to be written and nothing answers
     */
    void end(long address);

    /** The current buffer, if there is one, is given up. */
    void abandon();
}
