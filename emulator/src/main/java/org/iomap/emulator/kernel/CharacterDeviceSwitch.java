package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EBUSY;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENXIO;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.iomap.protocol.DriverEntry;

/** The drivers by major number, as one boot has handed them out. Source: iomap semantics, rules 2 and 7. */
final class CharacterDeviceSwitch {
    static final int FIRST_FREE_MAJOR = 64;
    /** Belongs to no driver, ever. */
    static final int NO_MAJOR = 255;

    private final Map<Integer, CharacterDriver> rows = new TreeMap<>();
    private final Set<DeviceNumber> removed = new HashSet<>();

    /**
     * Adds a row.
     *
     * @param wanted the major number, or 0 for the lowest free one from {@link #FIRST_FREE_MAJOR} on
     * @return the major number
     * @throws SystemCallException EBUSY when it is taken, or all are; EINVAL when no driver can have it
     */
    int add(int wanted, CharacterDriver driver) {
        if (wanted < 0 || wanted >= NO_MAJOR) {
            throw new SystemCallException(EINVAL, 2, "a major number is 1 to 254, or 0 for a free one", wanted);
        }
        int major = wanted == 0 ? free() : wanted;
        if (rows.putIfAbsent(major, driver) != null) {
            String holder = rows.get(major).name();
            throw new SystemCallException(EBUSY, 2, "driver %s has major number %d".formatted(holder, major), major);
        }
        removed.removeIf(device -> device.major() == major);
        return major;
    }

    /** Takes a row away, and returns it: its major number is free again. */
    CharacterDriver remove(int major) {
        return rows.remove(major);
    }

    private int free() {
        int major = FIRST_FREE_MAJOR;
        while (rows.containsKey(major)) {
            major++;
        }
        if (major == NO_MAJOR) {
            throw new SystemCallException(EBUSY, 2, "every major number is taken");
        }
        return major;
    }

    /** Returns {@link #NO_MAJOR} when the driver is not in the kernel. */
    int major(String driver) {
        for (Map.Entry<Integer, CharacterDriver> row : rows.entrySet()) {
            if (row.getValue().name().equals(driver)) {
                return row.getKey();
            }
        }
        return NO_MAJOR;
    }

    /** @throws SystemCallException ENXIO when no driver has the major number, or the device was removed */
    CharacterDriver driver(DeviceNumber device) {
        CharacterDriver driver = rows.get(device.major());
        if (driver == null) {
            throw new SystemCallException(
                    ENXIO, 2, "no driver has major number " + device.major(), Integer.toUnsignedLong(device.dev()));
        }
        if (removed.contains(device)) {
            throw removed(device);
        }
        return driver;
    }

    /** Whether whoever opens the device now comes to this driver. */
    boolean leadsTo(CharacterDriver driver, DeviceNumber device) {
        return rows.get(device.major()) == driver && !removed.contains(device);
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
        rows.forEach((major, driver) -> entries.add(new DriverEntry(major, driver.name(), driver.driverClass())));
        return entries;
    }
}
