package org.iomap.emulator.kernel;

/**
 * Pages of a mapping that follow one another in physical space too.
 *
 * @param offset bytes from the start of the mapping, a multiple of the page
 * @param physical a multiple of the page
 * @param length bytes, a multiple of the page
 * @param isCopy whether the pages are the mapping's own, made by copy on write
 */
public record Extent(long offset, long physical, long length, boolean isCopy) {
    long end() {
        return offset + length;
    }

    boolean isFollowedBy(Extent next) {
        return next.isCopy == isCopy && next.offset == end() && next.physical == physical + length;
    }

    /** This one and the one that follows it. */
    Extent with(Extent next) {
        return new Extent(offset, physical, length + next.length, isCopy);
    }

    /** The part between two offsets, with its offset counted from {@code base}. */
    Extent part(long from, long to, long base) {
        long start = Math.max(offset, from);
        return new Extent(start - base, physical + start - offset, Math.min(end(), to) - start, isCopy);
    }

    boolean overlaps(long from, long to) {
        return offset < to && from < end();
    }
}
