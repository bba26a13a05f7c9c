package org.iomap.emulator.bus;

import org.iomap.protocol.Width;

/** Where a region answers, and whose it is. The placements that share a page are a list: nearly every page has one. */
final class Placement {
    private final long start;
    private final long from;
    private final long end;
    private final Region region;
    private final boolean isMemory;
    private final ModuleState module;
    private final Placement next;

    /**
     * Puts a region at a physical address.
     *
     * @param next another placement of the same page, or null
     */
    Placement(long start, Region region, ModuleState module, Placement next) {
        this(start, start, start + region.size(), region, module, next);
    }

    private Placement(long start, long from, long end, Region region, ModuleState module, Placement next) {
        this.start = start;
        this.from = from;
        this.end = end;
        this.region = region;
        this.isMemory = region.isMemory();
        this.module = module;
        this.next = next;
    }

    Placement before(Placement following) {
        return new Placement(start, from, end, region, module, following);
    }

    /** The part of this placement that is in a range. */
    Placement within(long first, long limit) {
        return new Placement(start, Math.max(from, first), Math.min(end, limit), region, module, next);
    }

    /** Where the region starts. */
    long start() {
        return start;
    }

    /** Where the part of it that answers starts. */
    long from() {
        return from;
    }

    long end() {
        return end;
    }

    Region region() {
        return region;
    }

    ModuleState module() {
        return module;
    }

    Placement next() {
        return next;
    }

    boolean isMemory() {
        return isMemory;
    }

    /** True when the bus makes two words of such an access: it is 32 bits wide. */
    boolean splits(Width width) {
        return width == Width.DOUBLEWORD && !isMemory;
    }

    boolean covers(long physical) {
        return physical >= from && physical < end;
    }

    boolean overlaps(Placement other) {
        return from < other.end && other.from < end;
    }

    long load(long physical, Width width) {
        module.enter();
        try {
            return region.load(physical - start, width);
        } catch (BusError e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw module.fail(e);
        } finally {
            module.leave();
        }
    }

    void store(long physical, Width width, long value) {
        module.enter();
        try {
            region.store(physical - start, width, value);
        } catch (BusError e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw module.fail(e);
        } finally {
            module.leave();
        }
    }

    long peek(long physical, Width width) {
        return region.peek(physical - start, width);
    }
}
