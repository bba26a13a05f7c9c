package org.iomap.cli.transcript;

import java.util.function.LongSupplier;
import org.iomap.client.SignalException;
import org.iomap.protocol.BusCode;

/** What a physical access to a hole, or of a width that the module there refuses, comes to. */
enum Holes {
    /** As the machine has it: SIGBUS, or a machine check. */
    FAIL,
    /** As the emulator has it on which the traces were recorded: a load gives 0, a store is ignored. */
    READ_ZERO;

    long load(LongSupplier access) {
        try {
            return access.getAsLong();
        } catch (SignalException failure) {
            forgive(failure);
            return 0;
        }
    }

    void store(Runnable access) {
        try {
            access.run();
        } catch (SignalException failure) {
            forgive(failure);
        }
    }

    private void forgive(SignalException failure) {
        boolean nobodyAnswered = failure.busCode() == BusCode.HOLE || failure.busCode() == BusCode.WIDTH;
        if (this == FAIL || !nobodyAnswered) {
            throw failure;
        }
    }
}
