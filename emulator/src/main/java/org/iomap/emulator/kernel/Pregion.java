package org.iomap.emulator.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.iomap.driver.MemoryArea;
import org.iomap.emulator.bus.IoSpace;

/** A mapped piece of an address space: which pages it shows, and who made it, by which call, with which rights. */
public final class Pregion {
    final long address;
    final long length;
    private final Mapper mapper;
    private final Origin origin;
    private final Set<DeviceNumber> devices;
    private List<Extent> extents = List.of();
    private boolean reserved;

    /**
     * Makes a mapping that shows no page yet; see {@link #map}.
     *
     * @param address where it is seen, a multiple of the page
     * @param length bytes, a multiple of the page
     * @param mapper whose mapping it is
     * @param device through which it was made
     */
    public Pregion(long address, long length, Mapper mapper, Origin origin, DeviceNumber device) {
        this(address, length, mapper, origin, Set.of(device));
    }

    private Pregion(long address, long length, Mapper mapper, Origin origin, Set<DeviceNumber> devices) {
        this.address = address;
        this.length = length;
        this.mapper = mapper;
        this.origin = origin;
        this.devices = new LinkedHashSet<>(devices);
    }

    public long address() {
        return address;
    }

    public long length() {
        return length;
    }

    long end() {
        return address + length;
    }

    /** Where its first page is in physical space; {@link Mapper#NO_PAGE} when it has none there. */
    public long physical() {
        Extent first = extent(0);
        return first == null ? Mapper.NO_PAGE : first.physical();
    }

    /** The pages that it has now, by offset. */
    public List<Extent> extents() {
        return extents;
    }

    public Origin origin() {
        return origin;
    }

    Mapper mapper() {
        return mapper;
    }

    /** PA-RISC has no page that can be stored to and not loaded from. */
    boolean isLoadable() {
        return origin.protection() != 0;
    }

    boolean isStorable() {
        return (origin.protection() & MemoryArea.PROT_WRITE) != 0;
    }

    /** True while the mmap(2) that makes it has not ended. */
    boolean isReserved() {
        return reserved;
    }

    void isReserved(boolean on) {
        reserved = on;
    }

    /** The device numbers through which the process has mapped it; different ones may name the same region. */
    public Set<DeviceNumber> devices() {
        return devices;
    }

    /** The process has mapped it again, perhaps through another device number. */
    public void addDevice(DeviceNumber device) {
        devices.add(device);
    }

    /** Returns true when no device number holds it any more. */
    public boolean dropDevice(DeviceNumber device) {
        devices.remove(device);
        return devices.isEmpty();
    }

    /**
     * Lets it show physical pages, where it shows none so far. The caller has seen to it that they are inside.
     *
     * @return this
     */
    public Pregion map(long offset, long physical, long bytes) {
        put(new Extent(offset, physical, bytes, false));
        return this;
    }

    /** As {@link #map}, for all that it shows, by offset; none overlaps another. */
    void map(Iterable<Extent> all) {
        List<Extent> next = new ArrayList<>();
        for (Extent extent : all) {
            next.add(extent);
            if (next.size() > 1) {
                merge(next, next.size() - 2);
            }
        }
        extents = List.copyOf(next);
    }

    private void put(Extent added) {
        List<Extent> next = new ArrayList<>(extents);
        int at = 0;
        while (at < next.size() && next.get(at).offset() < added.offset()) {
            at++;
        }
        next.add(at, added);
        merge(next, at);
        if (at > 0) {
            merge(next, at - 1);
        }
        extents = List.copyOf(next);
    }

    private static void merge(List<Extent> list, int at) {
        if (at + 1 < list.size() && list.get(at).isFollowedBy(list.get(at + 1))) {
            Extent second = list.remove(at + 1);
            Extent first = list.get(at);
            list.set(at, first.with(second));
        }
    }

    /** Returns what shows an offset now, or null. */
    Extent extent(long offset) {
        int low = 0;
        int high = extents.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Extent extent = extents.get(middle);
            if (offset < extent.offset()) {
                high = middle - 1;
            } else if (offset >= extent.end()) {
                low = middle + 1;
            } else {
                return extent;
            }
        }
        return null;
    }

    /** Returns what an access to an offset reaches, after the mapper was asked for it; null when there is no page. */
    Extent touch(long offset) {
        Extent there = extent(offset);
        if (there == null) {
            long start = offset - offset % IoSpace.PAGE;
            long page = mapper.page(this, start);
            if (page != Mapper.NO_PAGE) {
                map(start, page, IoSpace.PAGE);
                there = extent(offset);
            }
        }
        return there;
    }

    /** True when the first store to an offset makes a copy of its page: MAP_PRIVATE. */
    boolean copiesOnWrite(Extent there) {
        return !origin.isShared() && !there.isCopy();
    }

    /** Shows a page of its own at an offset from now on. */
    void replace(long offset, long copy) {
        long start = offset - offset % IoSpace.PAGE;
        drop(start, start + IoSpace.PAGE);
        put(new Extent(start, copy, IoSpace.PAGE, true));
    }

    /** Shows nothing between two offsets any more. Returns what it showed there. */
    List<Extent> drop(long from, long to) {
        List<Extent> kept = new ArrayList<>();
        List<Extent> dropped = new ArrayList<>();
        for (Extent extent : extents) {
            if (!extent.overlaps(from, to)) {
                kept.add(extent);
                continue;
            }
            dropped.add(extent.part(from, to, 0));
            if (extent.offset() < from) {
                kept.add(extent.part(extent.offset(), from, 0));
            }
            if (extent.end() > to) {
                kept.add(extent.part(to, extent.end(), 0));
            }
        }
        extents = List.copyOf(kept);
        return dropped;
    }

    /** Shows nothing between two physical addresses any more. */
    void zap(long from, long to) {
        List<Extent> kept = new ArrayList<>();
        for (Extent extent : extents) {
            long shift = extent.offset() - extent.physical();
            long start = Math.max(extent.offset(), from + shift);
            long end = Math.min(extent.end(), to + shift);
            if (start >= end) {
                kept.add(extent);
                continue;
            }
            if (extent.offset() < start) {
                kept.add(extent.part(extent.offset(), start, 0));
            }
            if (extent.end() > end) {
                kept.add(extent.part(end, extent.end(), 0));
            }
        }
        extents = List.copyOf(kept);
    }

    /** The part between two addresses as a mapping of its own. */
    Pregion part(long from, long to) {
        Pregion part = new Pregion(from, to - from, mapper, origin.further(from - address), devices);
        part.extents = extents.stream()
                .filter(extent -> extent.overlaps(from - address, to - address))
                .map(extent -> extent.part(from - address, to - address, from - address))
                .toList();
        return part;
    }

    boolean overlaps(long start, long size) {
        return start < address + length && address < start + size;
    }
}
