package org.iomap.emulator.pci;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Dma;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;

/**
 * A function as master of the bus: only while its command register lets it, and with an error in its status register
 * when nobody answers. Source: hardware reference, section 10.1.
 */
public final class PciMaster implements Dma {
    private final PciFunction function;
    private final Dma bus;

    public PciMaster(PciFunction function, Dma bus) {
        this.function = function;
        this.bus = bus;
    }

    @Override
    public long load(long physical, Width width) {
        mustBeMaster();
        try {
            return bus.load(physical, width);
        } catch (BusError e) {
            throw failed(e);
        }
    }

    @Override
    public void store(long physical, Width width, long value) {
        mustBeMaster();
        try {
            bus.store(physical, width, value);
        } catch (BusError e) {
            throw failed(e);
        }
    }

    @Override
    public void read(long physical, ByteBuffer into) {
        mustBeMaster();
        try {
            bus.read(physical, into);
        } catch (BusError e) {
            throw failed(e);
        }
    }

    @Override
    public void write(long physical, ByteBuffer from) {
        mustBeMaster();
        try {
            bus.write(physical, from);
        } catch (BusError e) {
            throw failed(e);
        }
    }

    private void mustBeMaster() {
        if (!function.isBusMaster()) {
            throw new BusError(BusCode.HOLE, "the card is not allowed to be master of the bus");
        }
    }

    private BusError failed(BusError e) {
        function.foundNoTarget();
        return e;
    }
}
