package org.iomap.client.driver;

import org.iomap.client.DriverConnection;
import org.iomap.driver.MemoryRegion;

/** Physical addresses that a driver has claimed. */
final class RemoteMemoryRegion implements MemoryRegion {
    private final long physical;
    private final long length;
    private final Release release;

    RemoteMemoryRegion(DriverConnection connection, long physical, long length) {
        this.physical = physical;
        this.length = length;
        release = new Release(() -> connection.releaseRegion(physical, length));
    }

    @Override
    public long physical() {
        return physical;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void close() {
        release.run();
    }
}
