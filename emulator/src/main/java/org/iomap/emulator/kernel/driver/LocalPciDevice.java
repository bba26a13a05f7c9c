package org.iomap.emulator.kernel.driver;

import org.iomap.driver.PciDevice;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.Width;

/** A PCI function as a driver in the service sees it. */
record LocalPciDevice(DriverContext context, PciDeviceEntry entry) implements PciDevice {
    @Override
    public long readConfig(Width width, int offset) {
        return context.configLoad(entry.function(), offset, width);
    }

    @Override
    public void writeConfig(Width width, int offset, long value) {
        context.configStore(entry.function(), offset, width, value);
    }

    @Override
    public void enable() {
        context.pciEnable(entry.function(), true, command().has(PciCommand.MASTER));
    }

    @Override
    public void setMaster() {
        context.pciEnable(entry.function(), command().has(PciCommand.MEMORY), true);
    }

    @Override
    public void disable() {
        context.pciEnable(entry.function(), false, false);
    }

    private PciCommand command() {
        return new PciCommand(context.kernel().hardware(), (int) entry.function());
    }
}
