package org.iomap.emulator.bus;

import java.util.Arrays;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;

/** Regions side by side in one address space. It is a region itself, so maps nest as buses do. */
public final class AddressMap implements Region {
    private final long size;
    private long[] starts = {};
    private Region[] regions = {};

    public AddressMap(long size) {
        this.size = size;
    }

    /**
     * Puts {@code region} at {@code start}, in bytes from the start of this map.
     *
     * @throws IllegalArgumentException if another region is in the way, or the map ends before it
     */
    public void add(long start, Region region) {
        int at = -1 - Arrays.binarySearch(starts, start);
        boolean fits = at >= 0
                && (at == 0 || regions[at - 1].size() <= start - starts[at - 1])
                && (at == starts.length || region.size() <= starts[at] - start)
                && start >= 0
                && region.size() <= size
                && start <= size - region.size();
        if (!fits) {
            throw new IllegalArgumentException("0x%x to 0x%x is taken".formatted(start, start + region.size()));
        }
        long[] moreStarts = Arrays.copyOf(starts, starts.length + 1);
        Region[] moreRegions = Arrays.copyOf(regions, regions.length + 1);
        System.arraycopy(starts, at, moreStarts, at + 1, starts.length - at);
        System.arraycopy(regions, at, moreRegions, at + 1, regions.length - at);
        moreStarts[at] = start;
        moreRegions[at] = region;
        starts = moreStarts;
        regions = moreRegions;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long load(long offset, Width width) {
        int at = find(offset, width);
        return regions[at].load(offset - starts[at], width);
    }

    @Override
    public void store(long offset, Width width, long value) {
        int at = find(offset, width);
        regions[at].store(offset - starts[at], width, value);
    }

    @Override
    public long peek(long offset, Width width) {
        int at = find(offset, width);
        return regions[at].peek(offset - starts[at], width);
    }

    private int find(long offset, Width width) {
        int found = Arrays.binarySearch(starts, offset);
        int at = found >= 0 ? found : -2 - found;
        if (at < 0 || offset - starts[at] > regions[at].size() - width.bytes()) {
            throw new BusError(BusCode.HOLE, "nothing answers at +0x%x".formatted(offset));
        }
        return at;
    }
}
