package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.ENOMEM;

import java.util.Map;
import java.util.TreeMap;
import org.iomap.emulator.bus.IoSpace;

/**
 * The kernel's own virtual addresses: above those of processes, each of them one place in the whole machine. A range is
 * equivalently mapped where it can be: {@link #BASE} and its physical address, added up.
 */
public final class KernelAddresses {
    /** Where the kernel's addresses begin. */
    public static final long BASE = AddressSpace.END;

    /** From here on, what was mapped before is mapped once more. */
    private static final long ALIASES = BASE + IoSpace.END;

    private static final long END = 0x10_0000_0000L;

    private final TreeMap<Long, Long> taken = new TreeMap<>();

    KernelAddresses() {}

    /**
     * Takes a range.
     *
     * @param physical of its first page
     * @param length bytes, a multiple of the page
     * @return its first address
     * @throws SystemCallException ENOMEM when no range is left that is long enough
     */
    public long allocate(long physical, long length) {
        long address = BASE + physical;
        if (conflict(address, length) != null) {
            address = lowestGap(length);
        }
        taken.put(address, length);
        return address;
    }

    /** Gives a range back. */
    public void free(long address) {
        taken.remove(address);
    }

    private long lowestGap(long length) {
        long address = ALIASES;
        for (Map.Entry<Long, Long> range : taken.tailMap(ALIASES).entrySet()) {
            if (range.getKey() - address >= length) {
                return address;
            }
            address = range.getKey() + range.getValue();
        }
        if (length > END - address) {
            throw new SystemCallException(
                    ENOMEM, 0, "no 0x%x bytes of kernel addresses are left together".formatted(length), length);
        }
        return address;
    }

    private Map.Entry<Long, Long> conflict(long address, long length) {
        Map.Entry<Long, Long> below = taken.lowerEntry(address + length);
        return below != null && below.getKey() + below.getValue() > address ? below : null;
    }
}
