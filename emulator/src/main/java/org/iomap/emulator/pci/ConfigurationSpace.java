package org.iomap.emulator.pci;

import org.iomap.emulator.bus.Region;
import org.iomap.protocol.Width;

/** The configuration space of a bus and of those behind its bridges. Source: hardware reference, section 9.2. */
final class ConfigurationSpace implements Region {
    private static final long SIZE = 1 << 24;

    private final PciBus root;

    ConfigurationSpace(PciBus root) {
        this.root = root;
    }

    @Override
    public long size() {
        return SIZE;
    }

    @Override
    public long load(long offset, Width width) {
        PciFunction function = root.find(offset);
        return function == null ? width.mask() : function.load((int) offset & PciHeader.SIZE - 1, width);
    }

    @Override
    public void store(long offset, Width width, long value) {
        PciFunction function = root.find(offset);
        if (function != null) {
            function.store((int) offset & PciHeader.SIZE - 1, width, value);
        }
    }

    @Override
    public long peek(long offset, Width width) {
        return load(offset, width);
    }
}
