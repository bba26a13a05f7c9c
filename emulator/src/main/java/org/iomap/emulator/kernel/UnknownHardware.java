package org.iomap.emulator.kernel;

import java.util.List;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.Width;

/** See {@link Hardware#unknown}. */
final class UnknownHardware implements Hardware {
    @Override
    public List<Module> modules() {
        return List.of();
    }

    @Override
    public List<PciDeviceEntry> pciDevices() {
        return List.of();
    }

    @Override
    public long configLoad(int function, int offset, Width width) {
        return width.mask();
    }

    @Override
    public void configStore(int function, int offset, Width width, long value) {}

    @Override
    public Interrupt interrupt(String line) {
        return null;
    }

    @Override
    public List<String> interruptLines() {
        return List.of();
    }

    @Override
    public long memoryBytes() {
        return 0;
    }
}
