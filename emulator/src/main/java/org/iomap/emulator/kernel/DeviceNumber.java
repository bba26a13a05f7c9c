package org.iomap.emulator.kernel;

/** A {@code dev_t}: the major number picks the driver, the minor number is the driver's own. */
public record DeviceNumber(int major, int minor) {
    /** Of what is no device. */
    public static final DeviceNumber NONE = new DeviceNumber(0, 0);

    private static final int MAJOR_MASK = 0xFF;
    private static final int MINOR_BITS = 24;
    private static final int MINOR_MASK = (1 << MINOR_BITS) - 1;

    public DeviceNumber {
        if ((major & ~MAJOR_MASK) != 0 || (minor & ~MINOR_MASK) != 0) {
            throw new IllegalArgumentException("no device number: major %d, minor 0x%x".formatted(major, minor));
        }
    }

    public static DeviceNumber of(int dev) {
        return new DeviceNumber(dev >>> MINOR_BITS, dev & MINOR_MASK);
    }

    /** Major number in bits 31:24, minor number in bits 23:0. */
    public int dev() {
        return major << MINOR_BITS | minor;
    }

    /** As lsdev(1M) and ls(1) write it: {@code 64 0x4000e1}. */
    @Override
    public String toString() {
        return "%d 0x%06x".formatted(major, minor);
    }
}
