package org.iomap.emulator.machine;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/** The far end of a serial line. */
public interface SerialTerminal {
    /** Types: takes as many bytes as fit and returns their number. What does not fit is offered again later. */
    int input(ByteBuffer bytes);

    /**
     * Tells {@code listener} each byte, 0 to 255, that the port sends from now on.
     *
     * @return ends it
     */
    Runnable onOutput(IntConsumer listener);
}
