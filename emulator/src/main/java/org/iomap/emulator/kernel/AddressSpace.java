package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENOMEM;

import java.util.Arrays;
import java.util.List;
import org.iomap.emulator.bus.IoSpace;

/** What a process has mapped where, in 32 bits of addresses. Source: iomap semantics, rules 16, 17 and 24. */
public final class AddressSpace {
    static final long NOTHING = -1;

    public static final long END = 0x1_0000_0000L;
    private static final long CHOICE = 0x8000_0000L;
    private static final Pregion NONE = new Pregion(0, 0, 0, null, new DeviceNumber(0, 0));

    private Pregion[] pregions = {};
    private Pregion last = NONE;
    private long mappedBytes;

    AddressSpace() {}

    /** Returns where in I/O space {@code address} leads, or {@link #NOTHING}. The last hit is looked at first. */
    long physical(long address) {
        Pregion hit = last;
        long offset = address - hit.address;
        if (offset >= 0 && offset < hit.length) {
            return hit.physical + offset;
        }
        hit = find(address);
        last = hit;
        return hit == NONE ? NOTHING : hit.physical + address - hit.address;
    }

    /** The mapped bytes from {@code address} to the end of its mapping; 0 when there is none. */
    long mappedFrom(long address) {
        Pregion hit = find(address);
        return hit == NONE ? 0 : hit.address + hit.length - address;
    }

    /** Returns the mapping that starts at {@code address} and is {@code length} long; null when there is none. */
    public Pregion at(long address, long length) {
        Pregion hit = find(address);
        return hit.address == address && hit.length == length ? hit : null;
    }

    /** Returns the mapping of exactly this part of I/O space that {@code mapper} made; null when there is none. */
    public Pregion of(Mapper mapper, long physical, long length) {
        for (Pregion pregion : pregions) {
            if (pregion.mapper() == mapper && pregion.physical == physical && pregion.length == length) {
                return pregion;
            }
        }
        return null;
    }

    /**
     * Refuses an address that can never be right.
     *
     * @throws SystemCallException EINVAL when no mapping of {@code length} bytes can ever be at {@code address}
     */
    public static void requireValid(long address, long length) {
        if (address % IoSpace.PAGE != 0) {
            throw new SystemCallException(
                    EINVAL, 17, "0x%x is not a multiple of %d".formatted(address, IoSpace.PAGE), address);
        }
        if (address < IoSpace.PAGE || length <= 0 || length > END || address > END - length) {
            throw new SystemCallException(
                    EINVAL, 17, "0x%x bytes at 0x%x leave the address space".formatted(length, address), address);
        }
    }

    /**
     * Refuses an address that is taken.
     *
     * @throws SystemCallException ENOMEM when something is in the way
     */
    public void requireFree(long address, long length) {
        for (Pregion pregion : pregions) {
            if (pregion.overlaps(address, length)) {
                throw new SystemCallException(
                        ENOMEM,
                        17,
                        "0x%x is taken by the mapping at 0x%x".formatted(address, pregion.address),
                        address);
            }
        }
    }

    /**
     * Chooses an address: the equivalent one, where virtual is physical, or the lowest gap from 0x80000000 on.
     *
     * @throws SystemCallException ENOMEM when there is no gap
     */
    public long choose(long physical, long length) {
        if (isFree(physical, length)) {
            return physical;
        }
        long address = CHOICE;
        for (Pregion pregion : pregions) {
            if (pregion.overlaps(address, length)) {
                address = pregion.address + pregion.length;
            }
        }
        if (address > END - length) {
            throw new SystemCallException(
                    ENOMEM, 24, "no gap of 0x%x bytes is left from 0x%x on".formatted(length, CHOICE), length);
        }
        return address;
    }

    int count() {
        return pregions.length;
    }

    long mappedBytes() {
        return mappedBytes;
    }

    /** In the order of their addresses. */
    List<Pregion> pregions() {
        return List.of(pregions);
    }

    void add(Pregion pregion) {
        int at = -1 - search(pregion.address);
        Pregion[] more = new Pregion[pregions.length + 1];
        System.arraycopy(pregions, 0, more, 0, at);
        more[at] = pregion;
        System.arraycopy(pregions, at, more, at + 1, pregions.length - at);
        pregions = more;
        mappedBytes += pregion.length;
    }

    void remove(Pregion pregion) {
        pregions = Arrays.stream(pregions).filter(other -> other != pregion).toArray(Pregion[]::new);
        mappedBytes -= pregion.length;
        last = NONE;
    }

    /** Takes everything away, and returns what it was. */
    List<Pregion> clear() {
        List<Pregion> gone = pregions();
        pregions = new Pregion[0];
        mappedBytes = 0;
        last = NONE;
        return gone;
    }

    private boolean isFree(long address, long length) {
        return Arrays.stream(pregions).noneMatch(pregion -> pregion.overlaps(address, length));
    }

    private Pregion find(long address) {
        int found = search(address);
        return found >= 0 ? pregions[found] : NONE;
    }

    /** The index of the mapping around {@code address}, or -1 minus the index at which one would be inserted. */
    private int search(long address) {
        int low = 0;
        int high = pregions.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Pregion pregion = pregions[middle];
            if (address < pregion.address) {
                high = middle - 1;
            } else if (address - pregion.address >= pregion.length) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1 - low;
    }
}
