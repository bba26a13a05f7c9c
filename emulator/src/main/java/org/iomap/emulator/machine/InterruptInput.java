package org.iomap.emulator.machine;

import java.util.function.LongConsumer;

/** An interrupt input of a chip, as the monitor sees it. */
public interface InterruptInput {
    /** Drives the input by hand, as a module would. */
    void drive(boolean high);

    boolean level();

    /**
     * Tells {@code listener} the machine's time, in nanoseconds, of each rise from now on.
     *
     * @return ends it
     */
    Runnable onRise(LongConsumer listener);
}
