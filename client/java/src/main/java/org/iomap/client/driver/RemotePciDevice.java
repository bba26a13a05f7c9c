package org.iomap.client.driver;

import org.iomap.client.DriverConnection;
import org.iomap.driver.PciDevice;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciResource;
import org.iomap.protocol.Width;

/** A PCI function, whose configuration space is a request away. */
final class RemotePciDevice implements PciDevice {
    private static final int COMMAND = 0x04;
    private static final int RESPONDS = 0x3;
    private static final int MASTER = 0x4;
    private static final int ENABLED = 1;
    private static final int ENABLED_MASTER = 2;

    private final DriverConnection connection;
    private final PciDeviceEntry entry;

    RemotePciDevice(DriverConnection connection, PciDeviceEntry entry) {
        this.connection = connection;
        this.entry = entry;
    }

    @Override
    public String address() {
        long function = entry.function();
        return "0000:%02x:%02x.%x".formatted(function >>> 8, function >>> 3 & 0x1F, function & 0x7);
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
        return RemoteKernel.translated(() -> connection.configLoad(width, entry.function(), offset));
    }

    @Override
    public void writeConfig(Width width, int offset, long value) {
        RemoteKernel.translated(() -> connection.configStore(width, entry.function(), offset, value));
    }

    @Override
    public void enable() {
        enable(state() | ENABLED);
    }

    @Override
    public void setMaster() {
        enable(state() | ENABLED_MASTER);
    }

    @Override
    public void disable() {
        enable(0);
    }

    /** As PCI_ENABLE takes it. */
    private int state() {
        long command = readConfig(Width.HALFWORD, COMMAND);
        return ((command & RESPONDS) == 0 ? 0 : ENABLED) | ((command & MASTER) == 0 ? 0 : ENABLED_MASTER);
    }

    private void enable(int state) {
        RemoteKernel.translated(() -> connection.pciEnable(entry.function(), state));
    }

    @Override
    public long resourceStart(int bar) {
        return entry.resources().stream()
                .filter(resource -> resource.bar() == bar)
                .mapToLong(PciResource::start)
                .findAny()
                .orElse(0);
    }

    @Override
    public long resourceLength(int bar) {
        return entry.resources().stream()
                .filter(resource -> resource.bar() == bar)
                .mapToLong(PciResource::length)
                .findAny()
                .orElse(0);
    }

    @Override
    public String irq() {
        return entry.irq();
    }
}
