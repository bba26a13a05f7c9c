package org.iomap.emulator.kernel.driver;

import org.iomap.driver.PciDevice;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciResource;
import org.iomap.protocol.Width;

/** A PCI function as a driver in the service sees it. */
record LocalPciDevice(DriverContext context, PciDeviceEntry entry) implements PciDevice {
    @Override
    public String address() {
        long function = entry.function();
        return "0000:%02x:%02x.%d".formatted(function >>> 8, function >>> 3 & 0x1F, function & 7);
    }

    @Override
    public int vendor() {
        return (int) entry.vendor();
    }

    @Override
    public int device() {
        return (int) entry.device();
    }

    @Override
    public int classCode() {
        return (int) entry.classCode();
    }

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

    @Override
    public long resourceStart(int bar) {
        PciResource resource = resource(bar);
        return resource == null ? 0 : resource.start();
    }

    @Override
    public long resourceLength(int bar) {
        PciResource resource = resource(bar);
        return resource == null ? 0 : resource.length();
    }

    private PciResource resource(int bar) {
        for (PciResource resource : entry.resources()) {
            if (resource.bar() == bar) {
                return resource;
            }
        }
        return null;
    }

    @Override
    public String irq() {
        return entry.irq();
    }
}
