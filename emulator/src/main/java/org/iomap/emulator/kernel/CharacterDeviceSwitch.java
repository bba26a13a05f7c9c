package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.ENXIO;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.iomap.protocol.DriverEntry;

/** The drivers by major number, as one boot has handed them out. Source: iomap semantics, rules 2 and 7. */
final class CharacterDeviceSwitch {
    static final int FIRST_FREE_MAJOR = 64;
    /** Belongs to no driver, ever. */
    static final int NO_MAJOR = 255;

    private final List<CharacterDriver> rows = new ArrayList<>();
    private final Set<DeviceNumber> removed = new HashSet<>();

    /** Adds a row with the next major number. */
    void add(CharacterDriver driver) {
        if (FIRST_FREE_MAJOR + rows.size() == NO_MAJOR || major(driver.name()) != NO_MAJOR) {
            throw new IllegalArgumentException("no row of cdevsw for driver " + driver.name());
        }
        rows.add(driver);
    }

    /** Returns {@link #NO_MAJOR} when the driver is not in the kernel. */
    int major(String driver) {
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).name().equals(driver)) {
                return FIRST_FREE_MAJOR + row;
            }
        }
        return NO_MAJOR;
    }

    /** @throws SystemCallException ENXIO when no driver has the major number, or the device was removed */
    CharacterDriver driver(DeviceNumber device) {
        int row = device.major() - FIRST_FREE_MAJOR;
        if (row < 0 || row >= rows.size()) {
            throw new SystemCallException(
                    ENXIO, 2, "no driver has major number " + device.major(), Integer.toUnsignedLong(device.dev()));
        }
        if (removed.contains(device)) {
            throw removed(device);
        }
        return rows.get(row);
    }

    /** From now on, and until the next boot, nobody opens the device. */
    void remove(DeviceNumber device) {
        removed.add(device);
    }

    static SystemCallException removed(DeviceNumber device) {
        return new SystemCallException(
                ENXIO, 0, "device " + device + " was removed", Integer.toUnsignedLong(device.dev()));
    }

    List<DriverEntry> entries() {
        List<DriverEntry> entries = new ArrayList<>();
        for (CharacterDriver driver : rows) {
            entries.add(new DriverEntry(FIRST_FREE_MAJOR + entries.size(), driver.name(), driver.driverClass()));
        }
        return entries;
    }
}
