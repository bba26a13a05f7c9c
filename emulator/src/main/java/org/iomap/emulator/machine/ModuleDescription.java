package org.iomap.emulator.machine;

import java.util.List;
import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.register.RegisterAt;

/**
 * A module as ioscan(1M) lists it.
 *
 * @param name as the monitor takes it
 * @param address physical; its hard physical address (HPA)
 * @param size bytes from there that belong to it
 * @param iodc what it says of itself
 * @param hardwarePath "" for what ioscan(1M) does not list, because it is no module of the I/O architecture
 * @param registers by physical address
 */
public record ModuleDescription(
        String name,
        long address,
        long size,
        Iodc iodc,
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
            Iodc iodc,
            String moduleClass,
            String hardwarePath,
            String driver,
            String description) {
        this(name, address, size, iodc, moduleClass, hardwarePath, driver, description, List.of());
    }

    /** A module of whose IODC only type and versions are known; its registers are not known yet. */
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
        this(name, address, size, Iodc.of(type, hversion, sversion), moduleClass, hardwarePath, driver, description);
    }

    /** Something on the bus that is no module of the I/O architecture. */
    static ModuleDescription unlisted(String name, long address, long size, String description) {
        return new ModuleDescription(name, address, size, Iodc.NONE, "", "", "", description);
    }

    boolean isListed() {
        return !hardwarePath.isEmpty();
    }

    /** The same module somewhere else. */
    ModuleDescription at(long newAddress, long newSize) {
        return new ModuleDescription(
                name, newAddress, newSize, iodc, moduleClass, hardwarePath, driver, description, registers);
    }

    ModuleDescription with(List<RegisterAt> itsRegisters) {
        return new ModuleDescription(
                name, address, size, iodc, moduleClass, hardwarePath, driver, description, itsRegisters);
    }
}
