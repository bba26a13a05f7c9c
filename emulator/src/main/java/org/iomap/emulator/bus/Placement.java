package org.iomap.emulator.bus;

/**
 * Where a region answers. The placements that share a page are a list, because nearly every page has one.
 *
 * @param start physical address of its first byte
 * @param next another placement of the same page, or null
 */
record Placement(long start, long size, Region region, boolean isMemory, ModuleState module, Placement next) {
    static Placement of(long start, Region region, ModuleState module) {
        return new Placement(start, region.size(), region, region.isMemory(), module, null);
    }

    Placement before(Placement following) {
        return new Placement(start, size, region, isMemory, module, following);
    }

    boolean covers(long physical) {
        return physical >= start && physical - start < size;
    }

    boolean overlaps(long from, long length) {
        return from < start + size && start < from + length;
    }

    long end() {
        return start + size;
    }
}
