package org.iomap.client.driver;

import org.iomap.client.DriverConnection;
import org.iomap.driver.PciDevice;
import org.iomap.protocol.PciDeviceEntry;
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
    public PciDeviceEntry entry() {
        return entry;
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
}
