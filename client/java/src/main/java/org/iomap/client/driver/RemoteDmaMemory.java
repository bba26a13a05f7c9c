package org.iomap.client.driver;

import org.iomap.client.DriverConnection;
import org.iomap.client.RemoteProcess;
import org.iomap.driver.DmaMemory;
import org.iomap.protocol.DmaAllocated;

/** Host memory that a driver shares with its device. */
final class RemoteDmaMemory extends RemoteMemory implements DmaMemory {
    private final long busAddress;
    private final Release release;

    RemoteDmaMemory(RemoteProcess process, DriverConnection connection, DmaAllocated allocated, long length) {
        super(process, allocated.address(), length);
        busAddress = allocated.bus();
        release = new Release(() -> connection.dmaFree(allocated.address()));
    }

    @Override
    public long busAddress() {
        return busAddress;
    }

    @Override
    public void close() {
        release.run();
    }
}
