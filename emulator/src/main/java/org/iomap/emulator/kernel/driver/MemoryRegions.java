package org.iomap.emulator.kernel.driver;

import static org.iomap.protocol.Errno.EBUSY;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENOMEM;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.SystemCallException;

/**
 * The parts of I/O space that drivers have claimed, of which no two overlap: request_mem_region. A claim binds drivers
 * that ask, and /dev/mem where it is exclusive; it hinders no access.
 *
 * <p>Source: Linux 6.12, kernel/resource.c. Not there: regions inside a driver's own region, and claims of host memory,
 * which is the kernel's.
 */
public final class MemoryRegions {
    /** So many may one driver have at a time. */
    static final int MOST = 256;

    /** @param exclusive whether it also keeps /dev/mem out */
    public record Claimed(String driver, long physical, long length, boolean exclusive) {
        long end() {
            return physical + length;
        }
    }

    private final TreeMap<Long, Claimed> byAddress = new TreeMap<>();

    /**
     * Claims physical addresses for a driver.
     *
     * @param driver its name
     * @param length bytes
     * @throws SystemCallException EINVAL when they are not in I/O space; EBUSY when some are claimed, also by the
     *     driver itself; ENOMEM when it has too many
     */
    public void request(String driver, long physical, long length, boolean exclusive) {
        if (physical < IoSpace.BASE || physical >= IoSpace.END || length <= 0 || length > IoSpace.END - physical) {
            throw new SystemCallException(
                    EINVAL, 0, "0x%x bytes at 0x%08x are not all in I/O space".formatted(length, physical));
        }
        Claimed holder = find(physical, length);
        if (holder != null) {
            throw new SystemCallException(
                    EBUSY,
                    0,
                    "0x%08x to 0x%08x belongs to driver %s"
                            .formatted(holder.physical(), holder.end() - 1, holder.driver()));
        }
        if (byAddress.values().stream()
                        .filter(claimed -> claimed.driver().equals(driver))
                        .count()
                == MOST) {
            throw new SystemCallException(ENOMEM, 0, "driver %s has %d regions".formatted(driver, MOST));
        }
        byAddress.put(physical, new Claimed(driver, physical, length, exclusive));
    }

    /**
     * Gives back what was claimed, in one piece.
     *
     * @throws SystemCallException EINVAL when the driver has no such region
     */
    public void release(String driver, long physical, long length) {
        Claimed claimed = byAddress.get(physical);
        if (claimed == null || claimed.length() != length || !claimed.driver().equals(driver)) {
            throw new SystemCallException(
                    EINVAL, 0, "driver %s has no region of 0x%x bytes at 0x%08x".formatted(driver, length, physical));
        }
        byAddress.remove(physical);
    }

    /** Gives back all that a driver has claimed. */
    public void releaseAll(String driver) {
        byAddress.values().removeIf(claimed -> claimed.driver().equals(driver));
    }

    /** Returns the driver that has claimed some of these addresses exclusively; null when none has. */
    public String exclusiveHolder(long physical, long length) {
        for (Claimed claimed : overlapping(physical, length).values()) {
            if (claimed.exclusive()) {
                return claimed.driver();
            }
        }
        return null;
    }

    /** Returns what is claimed of these addresses, by address. */
    public List<Claimed> of(long physical, long length) {
        return List.copyOf(overlapping(physical, length).values());
    }

    /** By address. */
    public List<Claimed> all() {
        return List.copyOf(byAddress.values());
    }

    private Claimed find(long physical, long length) {
        Map.Entry<Long, Claimed> first = overlapping(physical, length).firstEntry();
        return first == null ? null : first.getValue();
    }

    private NavigableMap<Long, Claimed> overlapping(long physical, long length) {
        Map.Entry<Long, Claimed> before = byAddress.lowerEntry(physical);
        boolean reaches = before != null && before.getValue().end() > physical;
        return byAddress.subMap(reaches ? before.getKey() : physical, true, physical + length, false);
    }
}
