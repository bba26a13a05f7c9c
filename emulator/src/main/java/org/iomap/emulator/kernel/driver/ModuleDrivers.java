package org.iomap.emulator.kernel.driver;

import org.iomap.emulator.kernel.Kernel;
import org.iomap.protocol.PciDeviceEntry;

/** Which of the loaded drivers has a module: the one that has enabled its PCI function, or claimed some of it. */
public record ModuleDrivers(Kernel kernel) {
    /** Returns the driver that has enabled a PCI function; "" when none has. */
    public String ofFunction(int function) {
        for (DriverContext driver : kernel.driverContexts().values()) {
            if (driver.hasEnabled(function)) {
                return driver.name();
            }
        }
        return "";
    }

    /**
     * Returns the driver of a module; "" when it has none.
     *
     * @param length bytes from {@code physical} on that are the module's, 0 when it has no address
     */
    public String ofModule(String name, long physical, long length) {
        for (PciDeviceEntry device : kernel.hardware().pciDevices()) {
            if (device.name().equals(name)) {
                String driver = ofFunction((int) device.function());
                return driver.isEmpty() ? ofAddresses(physical, length) : driver;
            }
        }
        return ofAddresses(physical, length);
    }

    private String ofAddresses(long physical, long length) {
        return kernel.memoryRegions().of(physical, length).stream()
                .findFirst()
                .map(MemoryRegions.Claimed::driver)
                .orElse("");
    }
}
