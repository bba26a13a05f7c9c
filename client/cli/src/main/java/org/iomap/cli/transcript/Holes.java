package org.iomap.cli.transcript;

import org.iomap.client.Monitor;
import org.iomap.client.SignalException;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;

/** What a physical access to a hole, or of a width that the module there refuses, comes to. */
public enum Holes {
    /** As the machine has it: SIGBUS, or a machine check. */
    FAIL {
        @Override
        public long load(Monitor monitor, Width width, long address) {
            return monitor.physicalLoad(width, address);
        }

        @Override
        public void store(Monitor monitor, Width width, long address, long value) {
            monitor.physicalStore(width, address, value);
        }
    },

    /**
     * As the emulator has it on which the traces were recorded: a load gives 0, a store is ignored. A doubleword is two
     * words on the bus, of which one may be in a hole.
     */
    READ_ZERO {
        @Override
        public long load(Monitor monitor, Width width, long address) {
            if (width == Width.DOUBLEWORD) {
                long upper = load(monitor, Width.WORD, address);
                return upper << Integer.SIZE | load(monitor, Width.WORD, address + Integer.BYTES);
            }
            try {
                return monitor.physicalLoad(width, address);
            } catch (SignalException failure) {
                forgive(failure);
                return 0;
            }
        }

        @Override
        public void store(Monitor monitor, Width width, long address, long value) {
            if (width == Width.DOUBLEWORD) {
                store(monitor, Width.WORD, address, value >>> Integer.SIZE);
                store(monitor, Width.WORD, address + Integer.BYTES, value & Width.WORD.mask());
                return;
            }
            try {
                monitor.physicalStore(width, address, value);
            } catch (SignalException failure) {
                forgive(failure);
            }
        }
    };

    public abstract long load(Monitor monitor, Width width, long address);

    public abstract void store(Monitor monitor, Width width, long address, long value);

    private static void forgive(SignalException failure) {
        if (failure.busCode() != BusCode.HOLE && failure.busCode() != BusCode.WIDTH) {
            throw failure;
        }
    }
}
