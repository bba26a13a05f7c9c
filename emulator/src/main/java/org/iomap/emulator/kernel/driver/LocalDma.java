package org.iomap.emulator.kernel.driver;

import org.iomap.driver.DmaMemory;

/** Host memory that a driver in the service shares with its device. */
final class LocalDma extends LocalMemory implements DmaMemory {
    private final long busAddress;

    LocalDma(DriverContext context, long address, long length) {
        super(context, address, length);
        this.busAddress = context.busAddress(address);
    }

    @Override
    public long busAddress() {
        return busAddress;
    }

    @Override
    public void close() {
        context().freeDma(address());
    }
}
