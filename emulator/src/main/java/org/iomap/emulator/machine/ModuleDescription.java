package org.iomap.emulator.machine;

import java.util.List;
import org.iomap.emulator.register.RegisterAt;

/**
 * A module as ioscan(1M) lists it.
 *
 * @param name as the monitor takes it
 * @param address physical; its hard physical address (HPA)
 * @param size bytes from there that belong to it
 * @param type module type of the I/O architecture
 * @param hversion hardware version: the 12-bit model
 * @param sversion software version: the 20-bit model
 * @param registers by physical address
 */
public record ModuleDescription(
        String name,
        long address,
        long size,
        int type,
        int hversion,
        int sversion,
        String moduleClass,
        String hardwarePath,
        String driver,
        String description,
        List<RegisterAt> registers) {
    /** A module whose registers are not known yet. */
    public ModuleDescription(
            String name,
            long address,
            long size,
            int type,
            int hversion,
            int sversion,
            String moduleClass,
            String hardwarePath,
            String driver,
            String description) {
        this(name, address, size, type, hversion, sversion, moduleClass, hardwarePath, driver, description, List.of());
    }

    /** The same module somewhere else. */
    ModuleDescription at(long newAddress, long newSize) {
        return new ModuleDescription(
                name,
                newAddress,
                newSize,
                type,
                hversion,
                sversion,
                moduleClass,
                hardwarePath,
                driver,
                description,
                registers);
    }

    ModuleDescription with(List<RegisterAt> itsRegisters) {
        return new ModuleDescription(
                name,
                address,
                size,
                type,
                hversion,
                sversion,
                moduleClass,
                hardwarePath,
                driver,
                description,
                itsRegisters);
    }
}
