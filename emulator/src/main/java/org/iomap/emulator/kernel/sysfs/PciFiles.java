package org.iomap.emulator.kernel.sysfs;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.iomap.emulator.kernel.FileSystem;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.emulator.kernel.Inode;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.emulator.kernel.driver.ModuleDrivers;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciResource;

/**
 * The directory of PCI functions, {@code /sys/bus/pci/devices}, as lspci(8) and pcimem read it.
 *
 * <p>Source: Linux 6.12, Documentation/ABI/testing/sysfs-bus-pci and drivers/pci/pci-sysfs.c.
 */
public final class PciFiles {
    static final int DIRECTORY_MODE = 0755;

    private final Kernel kernel;
    private final Map<Integer, Inode> directories = new HashMap<>();

    public PciFiles(Kernel kernel) {
        this.kernel = kernel;
    }

    public void addTo(FileSystem files) {
        files.add("/sys/bus/pci/devices", Inode.directory(DIRECTORY_MODE, this::functions));
    }

    private Map<String, Inode> functions() {
        Map<String, Inode> found = new TreeMap<>();
        for (PciDeviceEntry device : hardware().pciDevices()) {
            int function = (int) device.function();
            Inode directory =
                    directories.computeIfAbsent(function, absent -> new PciFunctionFiles(this, function).directory());
            found.put(device.address(), directory);
        }
        return found;
    }

    /** Returns null when the function is not there now. */
    PciDeviceEntry device(int function) {
        for (PciDeviceEntry device : hardware().pciDevices()) {
            if (device.function() == function) {
                return device;
            }
        }
        return null;
    }

    /** Returns what a base address claims, or null while it has no address. */
    PciResource resource(int function, int bar) {
        PciDeviceEntry device = device(function);
        return device == null ? null : PciText.assigned(device, bar);
    }

    /** The driver that has enabled a function; "" when none has. */
    String driver(int function) {
        return new ModuleDrivers(kernel).ofFunction(function);
    }

    /** The driver that keeps others out of some of these addresses; null when none does. */
    String exclusiveHolder(long physical, long length) {
        return isStrict() ? kernel.memoryRegions().exclusiveHolder(physical, length) : null;
    }

    /** Whether what a driver has claimed exclusively is kept from others, here as in /dev/mem. */
    boolean isStrict() {
        return kernel.configuration().strictDevmem();
    }

    Hardware hardware() {
        return kernel.hardware();
    }
}
