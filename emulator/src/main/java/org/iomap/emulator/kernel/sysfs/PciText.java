package org.iomap.emulator.kernel.sysfs;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.emulator.kernel.driver.IrqNumber;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciResource;
import org.iomap.protocol.Width;

/** The texts of a PCI function. Source: Linux 6.12, drivers/pci/pci-sysfs.c and include/linux/ioport.h. */
final class PciText {
    // spotless:off
    private static final int REVISION         = 0x08;
    private static final int FIRST_BAR        = 0x10;
    private static final int SUBSYSTEM_VENDOR = 0x2C;
    private static final int SUBSYSTEM_DEVICE = 0x2E;

    private static final long IORESOURCE_IO        = 0x0000_0100;
    private static final long IORESOURCE_MEM       = 0x0000_0200;
    private static final long IORESOURCE_PREFETCH  = 0x0000_2000;
    private static final long IORESOURCE_SIZEALIGN = 0x0004_0000;
    private static final long IORESOURCE_MEM_64    = 0x0010_0000;

    private static final long IO_TYPE_BITS     = 0x3;
    private static final long MEMORY_TYPE_BITS = 0xF;
    private static final long BITS_64          = 0x4;
    private static final long PREFETCHABLE     = 0x8;
    // spotless:on

    private static final int BARS = 6;
    private static final String NO_RESOURCE = resource(0, 0, 0);

    private final Hardware hardware;

    PciText(Hardware hardware) {
        this.hardware = hardware;
    }

    String vendor(PciDeviceEntry device) {
        return "0x%04x".formatted(device.vendor());
    }

    String device(PciDeviceEntry device) {
        return "0x%04x".formatted(device.device());
    }

    String classCode(PciDeviceEntry device) {
        return "0x%06x".formatted(device.classCode());
    }

    String revision(PciDeviceEntry device) {
        return "0x%02x".formatted(load(device, REVISION, Width.BYTE));
    }

    String subsystemVendor(PciDeviceEntry device) {
        return "0x%04x".formatted(load(device, SUBSYSTEM_VENDOR, Width.HALFWORD));
    }

    String subsystemDevice(PciDeviceEntry device) {
        return "0x%04x".formatted(load(device, SUBSYSTEM_DEVICE, Width.HALFWORD));
    }

    /** See {@link IrqNumber}; 0 when it has none. */
    String irq(PciDeviceEntry device) {
        return Integer.toString(device.irq().isEmpty() ? 0 : IrqNumber.of(device.irq()));
    }

    /** Six base addresses and the ROM, to which the firmware gives no address. */
    String resources(PciDeviceEntry device) {
        return IntStream.rangeClosed(0, BARS)
                .mapToObj(bar -> resource(device, bar))
                .collect(Collectors.joining("\n"));
    }

    /** Returns what a base address claims, or null while it has no address. */
    static PciResource assigned(PciDeviceEntry device, int bar) {
        for (PciResource resource : device.resources()) {
            if (resource.bar() == bar && resource.start() != 0) {
                return resource;
            }
        }
        return null;
    }

    private String resource(PciDeviceEntry device, int bar) {
        PciResource resource = assigned(device, bar);
        return resource == null
                ? NO_RESOURCE
                : resource(resource.start(), resource.start() + resource.length() - 1, flags(device, resource));
    }

    private static String resource(long start, long end, long flags) {
        return "0x%016x 0x%016x 0x%016x".formatted(start, end, flags);
    }

    private long flags(PciDeviceEntry device, PciResource resource) {
        long register = load(device, FIRST_BAR + Integer.BYTES * (int) resource.bar(), Width.WORD);
        if (resource.kind() == PciResource.IO) {
            return IORESOURCE_SIZEALIGN | IORESOURCE_IO | (register & IO_TYPE_BITS);
        }
        return IORESOURCE_SIZEALIGN
                | IORESOURCE_MEM
                | (register & MEMORY_TYPE_BITS)
                | ((register & PREFETCHABLE) != 0 ? IORESOURCE_PREFETCH : 0)
                | ((register & BITS_64) != 0 ? IORESOURCE_MEM_64 : 0);
    }

    private long load(PciDeviceEntry device, int offset, Width width) {
        return hardware.configLoad((int) device.function(), offset, width);
    }
}
