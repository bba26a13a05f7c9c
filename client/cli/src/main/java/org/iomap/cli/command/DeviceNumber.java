package org.iomap.cli.command;

/** A device: what a device file names. Rule 3 says what the minor number of an iomap device means. */
record DeviceNumber(long major, long minor) {
    private static final long IO_SPACE = 0xF000_0000L;
    private static final int PAGE = 4096;

    /** @param device as the wire has it: major number in bits 31:24, minor number in bits 23:0 */
    static DeviceNumber of(long device) {
        return new DeviceNumber(device >>> 24, device & 0xFF_FFFF);
    }

    /** The physical address of an iomap device: 0xF, then bits 23:8, then 000. */
    long region() {
        return IO_SPACE + (minor >>> 8) * PAGE;
    }

    /** As {@code ls -l} prints it. */
    @Override
    public String toString() {
        return "%3d 0x%06x".formatted(major, minor);
    }
}
