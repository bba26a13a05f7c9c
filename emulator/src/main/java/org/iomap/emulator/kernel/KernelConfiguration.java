package org.iomap.emulator.kernel;

import java.util.List;

/**
 * What the kernel is built with: {@code /stand/system} and the tunables of the real machine.
 *
 * @param ioctlReturnsAddress IOMAPMAP returns the mapped address as some older systems did, instead of 0 (rule 16)
 * @param strictDevmem /dev/mem keeps out of what drivers have claimed exclusively, as CONFIG_STRICT_DEVMEM of Linux
 * @param drivers names in the order in which they get their major numbers (rules 2 and 7)
 */
public record KernelConfiguration(
        BusErrorSetting busError,
        boolean ioctlReturnsAddress,
        boolean strictDevmem,
        List<String> drivers,
        List<DeviceFile> deviceFiles,
        KernelLimits limits) {
    private static final int ANYBODY = 0666;
    private static final int ROOT_ALONE = 0640;

    public KernelConfiguration {
        drivers = List.copyOf(drivers);
        deviceFiles = List.copyOf(deviceFiles);
    }

    /** A kernel whose /dev/mem is strict. */
    public KernelConfiguration(
            BusErrorSetting busError,
            boolean ioctlReturnsAddress,
            List<String> drivers,
            List<DeviceFile> deviceFiles,
            KernelLimits limits) {
        this(busError, ioctlReturnsAddress, true, drivers, deviceFiles, limits);
    }

    /** The kernel of the built-in machine. */
    public static KernelConfiguration builtIn() {
        return new KernelConfiguration(
                BusErrorSetting.SIGBUS,
                false,
                List.of("iomap", "null", "mem"),
                List.of(
                        file("/dev/hptv0_tc", "iomap", 0x400091),
                        file("/dev/hptv0_reg", "iomap", 0x500001),
                        file("/dev/gsc0", "iomap", 0x4000e1),
                        file("/dev/lasi0", "iomap", 0xfd0081),
                        file("/dev/uart0", "iomap", 0xfd0501),
                        file("/dev/uart1", "iomap", 0xff8301),
                        file("/dev/teach0", "iomap", 0x200021),
                        file("/dev/null", "null", 0x000002),
                        new DeviceFile("/dev/mem", "mem", 0x000000, ROOT_ALONE, 0, 0)),
                KernelLimits.builtIn());
    }

    private static DeviceFile file(String path, String driver, int minor) {
        return new DeviceFile(path, driver, minor, ANYBODY, 0, 0);
    }
}
