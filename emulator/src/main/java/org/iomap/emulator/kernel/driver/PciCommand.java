package org.iomap.emulator.kernel.driver;

import org.iomap.emulator.kernel.Hardware;
import org.iomap.protocol.Width;

/** The command register of a PCI function. Source: PCI Local Bus Specification 2.3, section 6.2.2. */
public record PciCommand(Hardware hardware, int function) {
    /** Bytes of configuration space. */
    public static final int SPACE = 256;

    public static final int IO = 1;
    public static final int MEMORY = 1 << 1;
    public static final int MASTER = 1 << 2;

    private static final int OFFSET = 4;

    /** True when one of these bits is set. */
    public boolean has(int bits) {
        return (hardware.configLoad(function, OFFSET, Width.HALFWORD) & bits) != 0;
    }

    public void set(int bits, boolean on) {
        long before = hardware.configLoad(function, OFFSET, Width.HALFWORD);
        hardware.configStore(function, OFFSET, Width.HALFWORD, on ? before | bits : before & ~bits);
    }
}
