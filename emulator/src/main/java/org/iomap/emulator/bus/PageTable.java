package org.iomap.emulator.bus;

import java.util.Arrays;

/** Which placements answer on which page of I/O space: a table of tables, of which the empty ones are one. */
final class PageTable {
    private static final int PAGE_SHIFT = 12;
    private static final int TABLE_SHIFT = 20;
    private static final int TABLE_PAGES = 1 << (TABLE_SHIFT - PAGE_SHIFT);
    private static final Placement[] EMPTY = new Placement[TABLE_PAGES];

    private Placement hostMemory;
    private final Placement[][] tables = new Placement[(int) ((IoSpace.END - IoSpace.BASE) >>> TABLE_SHIFT)][];

    PageTable() {
        Arrays.fill(tables, EMPTY);
    }

    /** Returns what answers at an address, or null for a hole. */
    Placement find(long physical) {
        long offset = physical - IoSpace.BASE;
        if (offset < 0 || offset >= IoSpace.END - IoSpace.BASE) {
            return hostMemory != null && hostMemory.covers(physical) ? hostMemory : null;
        }
        Placement placement = tables[(int) (offset >>> TABLE_SHIFT)][(int) (offset >>> PAGE_SHIFT) & (TABLE_PAGES - 1)];
        while (placement != null && !placement.covers(physical)) {
            placement = placement.next();
        }
        return placement;
    }

    void hostMemory(Placement memory) {
        hostMemory = memory;
    }

    /** Returns a placement that is in the way of {@code wanted}, or null. */
    Placement conflict(Placement wanted) {
        for (long page = firstPage(wanted); page < wanted.end(); page += IoSpace.PAGE) {
            for (Placement there = first(page); there != null; there = there.next()) {
                if (there.overlaps(wanted)) {
                    return there;
                }
            }
        }
        return null;
    }

    void add(Placement placement) {
        for (long page = firstPage(placement); page < placement.end(); page += IoSpace.PAGE) {
            int table = (int) ((page - IoSpace.BASE) >>> TABLE_SHIFT);
            if (tables[table] == EMPTY) {
                tables[table] = new Placement[TABLE_PAGES];
            }
            Placement there = first(page);
            tables[table][(int) (page >>> PAGE_SHIFT) & (TABLE_PAGES - 1)] =
                    there == null ? placement : placement.before(there);
        }
    }

    /** True when nothing answers on any page of a range. */
    boolean isHole(long physical, long length) {
        long start = Math.max(physical & -IoSpace.PAGE, IoSpace.BASE);
        long end = Math.min(physical + length, IoSpace.END);
        for (long page = start; page < end; page += IoSpace.PAGE) {
            if (first(page) != null) {
                return false;
            }
        }
        return true;
    }

    private Placement first(long page) {
        long offset = page - IoSpace.BASE;
        return tables[(int) (offset >>> TABLE_SHIFT)][(int) (offset >>> PAGE_SHIFT) & (TABLE_PAGES - 1)];
    }

    private static long firstPage(Placement placement) {
        return placement.start() & -IoSpace.PAGE;
    }
}
