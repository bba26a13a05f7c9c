package org.iomap.emulator.kernel.sysfs;

import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.EIO;
import static org.iomap.protocol.Errno.ENODEV;

import java.nio.ByteBuffer;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.MemoryArea;
import org.iomap.driver.OpenFile;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.Mapper;
import org.iomap.protocol.PciResource;

/**
 * What a base address of a PCI function claims, to be mapped: resource0 to resource5.
 *
 * <p>Source: Linux 6.12, drivers/pci/pci-sysfs.c, pci_mmap_resource; an address that is no multiple of the page is
 * rounded down, and a length up, so that the mapping may show neighbours. A claim that a driver makes for itself takes
 * pages away that were mapped before it. Not there: ports, which Linux lets be read and written here, and the
 * write-combining forms.
 */
final class ResourceFile implements FileOperations, Mapper {
    private final PciFiles pci;
    private final int function;
    private final int bar;

    ResourceFile(PciFiles pci, int function, int bar) {
        this.pci = pci;
        this.function = function;
        this.bar = bar;
    }

    @Override
    public int read(OpenFile file, ByteBuffer into, long position) {
        throw new DriverException(EIO, "a PCI resource is mapped, not read");
    }

    @Override
    public int write(OpenFile file, ByteBuffer from, long position) {
        throw new DriverException(EIO, "a PCI resource is mapped, not written");
    }

    @Override
    public void mmap(OpenFile file, MemoryArea area) {
        PciResource resource = pci.resource(function, bar);
        if (resource != null && resource.kind() == PciResource.IO) {
            throw new DriverException(ENODEV, "BAR %d is of ports, which are not mapped".formatted(bar));
        }
        if (resource == null || resource.start() < IoSpace.BASE) {
            throw new DriverException(EINVAL, "BAR %d has no address in I/O space".formatted(bar));
        }
        String holder = pci.exclusiveHolder(resource.start(), resource.length());
        if (holder != null) {
            throw new DriverException(EINVAL, "driver %s has BAR %d for itself".formatted(holder, bar));
        }
        long bytes = resource.length() + IoSpace.PAGE - 1 & -IoSpace.PAGE;
        if (area.length() > bytes || area.offset() < 0 || area.offset() > bytes - area.length()) {
            throw new DriverException(
                    EINVAL,
                    "0x%x bytes at 0x%x leave BAR %d, which has 0x%x"
                            .formatted(area.length(), area.offset(), bar, resource.length()));
        }
        area.remapPfnRange(0, (resource.start() & -IoSpace.PAGE) + area.offset(), area.length());
    }

    @Override
    public boolean isRevocable() {
        return pci.isStrict();
    }
}
