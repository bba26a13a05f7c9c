package org.iomap.emulator.kernel.iomap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.protocol.Errno;

/**
 * The I/O space that is mapped now, over all processes and drivers. Source: iomap semantics, rules 10 to 14 and 25.
 *
 * <p>The first process to map a region binds its size and its address for all others, until no process has it any more.
 */
public final class LiveMappings {
    /** The page's scan lost the name of this error: rule 11. */
    static final Errno ALREADY_MAPPED = Errno.EBUSY;

    /** What {@link #boundAddress} returns when nothing binds. */
    static final long UNBOUND = 0;

    /** The rights with which a driver maps I/O space. */
    public enum Rights {
        KERNEL_RW,
        USER_RW
    }

    /** A driver's own mapping. */
    public record KernelMapping(String driver, long physical, long length, Rights rights) {}

    private static final int IDENTITY_RULE = 10;
    private static final int DRIVER_RULE = 14;

    private final TreeMap<Long, Bound> bounds = new TreeMap<>();
    private final List<KernelMapping> kernelMappings = new ArrayList<>();

    /**
     * Checks a process's wish to map a region.
     *
     * @param wanted 0 for any address
     * @return the address at which the region has to be, or {@link #UNBOUND}
     * @throws SystemCallException when the region overlaps another, or is to be elsewhere than it is
     */
    long boundAddress(long physical, long length, long wanted) {
        for (KernelMapping mapping : kernelMappings) {
            requireShared(mapping, physical, length);
        }
        Map.Entry<Long, Bound> below = bounds.lowerEntry(physical + length);
        if (below == null || !overlaps(below.getKey(), below.getValue().length, physical, length)) {
            return UNBOUND;
        }
        Bound first = below.getValue();
        if (below.getKey() != physical || first.length != length) {
            throw alreadyMapped(
                    IDENTITY_RULE, "0x%x bytes at 0x%x are mapped".formatted(first.length, below.getKey()), physical);
        }
        if (wanted != 0 && wanted != first.address) {
            throw alreadyMapped(
                    IDENTITY_RULE,
                    "0x%x is mapped at address 0x%x, not 0x%x".formatted(physical, first.address, wanted),
                    wanted);
        }
        return first.address;
    }

    /** One more process has the region. */
    void add(long physical, long length, long address) {
        bounds.computeIfAbsent(physical, start -> new Bound(length, address)).processes++;
    }

    /** One process fewer has the region. The last one frees it: rule 13. */
    void remove(long physical) {
        Bound bound = bounds.get(physical);
        bound.processes--;
        if (bound.processes == 0) {
            bounds.remove(physical);
        }
    }

    /**
     * Registers a driver's mapping: rule 14.
     *
     * @throws SystemCallException EBUSY when a process has mapped what it could not map afterwards
     */
    public void add(KernelMapping mapping) {
        bounds.forEach((physical, bound) -> {
            if (isInTheWay(mapping, physical, bound.length)) {
                throw alreadyMapped(
                        DRIVER_RULE,
                        "0x%x bytes at 0x%x are mapped by IOMAPMAP in %d process%s"
                                .formatted(bound.length, physical, bound.processes, bound.processes == 1 ? "" : "es"),
                        physical);
            }
        });
        kernelMappings.add(mapping);
    }

    public void remove(KernelMapping mapping) {
        kernelMappings.remove(mapping);
    }

    /** What drivers have mapped now. */
    public List<KernelMapping> kernelMappings() {
        return List.copyOf(kernelMappings);
    }

    private static boolean isInTheWay(KernelMapping mapping, long physical, long length) {
        boolean isIdentical = mapping.physical == physical && mapping.length == length;
        boolean isShared = mapping.rights == Rights.USER_RW && isIdentical;
        return !isShared && overlaps(mapping.physical, mapping.length, physical, length);
    }

    private static void requireShared(KernelMapping mapping, long physical, long length) {
        if (isInTheWay(mapping, physical, length)) {
            throw alreadyMapped(
                    DRIVER_RULE,
                    "driver %s has 0x%x bytes at 0x%x mapped %s%s"
                            .formatted(
                                    mapping.driver,
                                    mapping.length,
                                    mapping.physical,
                                    mapping.rights,
                                    mapping.rights == Rights.USER_RW ? ", and shares these alone, as a whole" : ""),
                    physical);
        }
    }

    private static SystemCallException alreadyMapped(int rule, String text, long value) {
        return new SystemCallException(ALREADY_MAPPED, rule, text, value);
    }

    private static boolean overlaps(long start, long length, long otherStart, long otherLength) {
        return start < otherStart + otherLength && otherStart < start + length;
    }

    /** What the first mapping of a region binds, and how many processes have it. */
    private static final class Bound {
        private final long length;
        private final long address;
        private int processes;

        Bound(long length, long address) {
            this.length = length;
            this.address = address;
        }
    }
}
