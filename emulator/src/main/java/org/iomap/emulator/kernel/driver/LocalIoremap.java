package org.iomap.emulator.kernel.driver;

import org.iomap.driver.Ioremap;
import org.iomap.driver.Rights;

/** I/O space that a driver in the service has mapped. */
final class LocalIoremap extends LocalMemory implements Ioremap {
    private final long physical;
    private final Rights rights;

    LocalIoremap(DriverContext context, long address, long physical, long length, Rights rights) {
        super(context, address, length);
        this.physical = physical;
        this.rights = rights;
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
        context().iounmap(address());
    }
}
