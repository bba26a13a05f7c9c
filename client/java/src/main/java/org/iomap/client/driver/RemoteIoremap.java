package org.iomap.client.driver;

import org.iomap.client.DriverConnection;
import org.iomap.client.RemoteProcess;
import org.iomap.driver.Ioremap;
import org.iomap.driver.Rights;

/** The kernel's mapping of I/O space for a driver. */
final class RemoteIoremap extends RemoteMemory implements Ioremap {
    private final long physical;
    private final Rights rights;
    private final Release release;

    RemoteIoremap(
            RemoteProcess process,
            DriverConnection connection,
            long address,
            long physical,
            long length,
            Rights rights) {
        super(process, address, length);
        this.physical = physical;
        this.rights = rights;
        release = new Release(() -> connection.iounmap(address));
    }

    @Override
    public long physical() {
        return physical;
    }

    @Override
    public Rights rights() {
        return rights;
    }

    @Override
    public void close() {
        release.run();
    }
}
