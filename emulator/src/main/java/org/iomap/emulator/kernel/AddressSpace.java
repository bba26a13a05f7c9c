package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENOMEM;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.iomap.emulator.bus.IoSpace;

/**
 * What is mapped where: for a process 32 bits of addresses, and above them, for a driver, what the kernel maps for it.
 * Source: iomap semantics, rules 16, 17 and 24.
 */
public final class AddressSpace {
    /** The first address that is no process's. */
    public static final long END = 0x1_0000_0000L;

    /** Nothing is mapped. All reasons why an access leads nowhere are negative. */
    static final long NOTHING = -1;
    /** The mapping does not allow it. */
    static final long PROTECTED = -2;
    /** There is no page behind it. */
    static final long NO_PAGE = -3;

    private static final long CHOICE = 0x8000_0000L;

    private final PageFrames frames;
    private final Translation loads = new Translation();
    private final Translation stores = new Translation();
    private Pregion[] pregions = {};
    private long mappedBytes;

    /** @param frames gives the pages of copy on write */
    AddressSpace(PageFrames frames) {
        this.frames = frames;
    }

    /** The last translation, as a translation look-aside buffer keeps it. One that is empty has no length. */
    private static final class Translation {
        private long address;
        private long length;
        private long physical;

        private void set(Pregion pregion, Extent extent) {
            address = pregion.address + extent.offset();
            length = extent.length();
            physical = extent.physical();
        }
    }

    /**
     * Returns the physical address that a load from {@code address} reaches, or why it reaches none: {@link #NOTHING},
     * {@link #PROTECTED} or {@link #NO_PAGE}.
     */
    long toLoad(long address) {
        long offset = address - loads.address;
        return offset >= 0 && offset < loads.length ? loads.physical + offset : walkToLoad(address);
    }

    /** As {@link #toLoad}, for a store. */
    long toStore(long address) {
        long offset = address - stores.address;
        return offset >= 0 && offset < stores.length ? stores.physical + offset : walkToStore(address);
    }

    private long walkToLoad(long address) {
        Pregion hit = find(address);
        if (hit == null) {
            return NOTHING;
        }
        if (!hit.isLoadable()) {
            return PROTECTED;
        }
        Extent extent = hit.touch(address - hit.address);
        if (extent == null) {
            return NO_PAGE;
        }
        loads.set(hit, extent);
        return toLoad(address);
    }

    private long walkToStore(long address) {
        Pregion hit = find(address);
        if (hit == null) {
            return NOTHING;
        }
        if (!hit.isStorable()) {
            return PROTECTED;
        }
        long offset = address - hit.address;
        Extent extent = hit.touch(offset);
        if (extent != null && hit.copiesOnWrite(extent)) {
            extent = copy(hit, extent, offset);
        }
        if (extent == null) {
            return NO_PAGE;
        }
        stores.set(hit, extent);
        return toStore(address);
    }

    /** Copy on write. Returns null when no page is left for the copy. */
    private Extent copy(Pregion pregion, Extent from, long offset) {
        try {
            long inPage = offset % IoSpace.PAGE;
            pregion.replace(offset, frames.copy(from.physical() + offset - from.offset() - inPage));
            flush();
            return pregion.extent(offset);
        } catch (SystemCallException full) {
            return null;
        }
    }

    /** The bytes from {@code address} on that follow one another in physical space too, once it was translated. */
    long contiguous(long address, Direction direction) {
        Translation last = direction == Direction.LOAD ? loads : stores;
        return last.address + last.length - address;
    }

    /** Translations are looked up anew. */
    void flush() {
        loads.length = 0;
        stores.length = 0;
    }

    /** Returns the mapping around {@code address}, or null. */
    public Pregion find(long address) {
        int found = search(address);
        return found >= 0 ? pregions[found] : null;
    }

    /** Returns the mapping of exactly this part of I/O space that {@code mapper} made; null when there is none. */
    public Pregion of(Mapper mapper, long physical, long length) {
        for (Pregion pregion : pregions) {
            if (pregion.mapper() == mapper && pregion.physical() == physical && pregion.length == length) {
                return pregion;
            }
        }
        return null;
    }

    /** Returns the mappings that overlap a range, by address. */
    List<Pregion> overlapping(long address, long length) {
        return Arrays.stream(pregions)
                .filter(pregion -> pregion.overlaps(address, length))
                .toList();
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
        return lowestGap(length);
    }

    /** @throws SystemCallException ENOMEM when there is no gap from 0x80000000 on */
    long lowestGap(long length) {
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

    boolean isFree(long address, long length) {
        return Arrays.stream(pregions).noneMatch(pregion -> pregion.overlaps(address, length));
    }

    int count() {
        return pregions.length;
    }

    long mappedBytes() {
        return mappedBytes;
    }

    /** In the order of their addresses. */
    public List<Pregion> pregions() {
        return List.of(pregions);
    }

    boolean has(Pregion pregion) {
        return find(pregion.address) == pregion;
    }

    void add(Pregion pregion) {
        int at = -1 - search(pregion.address);
        List<Pregion> more = new ArrayList<>(List.of(pregions));
        more.add(at, pregion);
        pregions = more.toArray(Pregion[]::new);
        mappedBytes += pregion.length;
    }

    void remove(Pregion pregion) {
        pregions = Arrays.stream(pregions).filter(other -> other != pregion).toArray(Pregion[]::new);
        mappedBytes -= pregion.length;
        flush();
    }

    /** Takes everything away, and returns what it was. */
    List<Pregion> clear() {
        List<Pregion> gone = pregions();
        pregions = new Pregion[0];
        mappedBytes = 0;
        flush();
        return gone;
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
