package org.iomap.emulator.module.ps2;

/**
 * A mouse's counters: how far it went since its last report.
 *
 * <p>What is too far for one report is left for the next.
 */
final class Movement {
    private static final int FARTHEST = 255;
    private static final int FARTHEST_DOUBLED = 127;
    private static final int LONGEST_WAY = 1 << 20;
    private static final int DEFAULT_RESOLUTION = 2;
    private static final int[] DOUBLED = {0, 1, 1, 3, 6, 9};

    private int x;
    private int y;
    private int z;

    /**
     * Moves it.
     *
     * @param toTheRight in counts of the default resolution, 4 a millimetre
     * @param up likewise
     * @param down of the wheel
     * @param resolution 0 to 3: 1, 2, 4 or 8 counts a millimetre
     */
    void add(int toTheRight, int up, int down, int resolution) {
        x = further(x, (long) toTheRight << resolution);
        y = further(y, (long) up << resolution);
        z = further(z, down);
    }

    void clear() {
        x = 0;
        y = 0;
        z = 0;
    }

    boolean isThere() {
        return counts(x) != 0 || counts(y) != 0 || z != 0;
    }

    /** Takes what a report can say of the way to the right. */
    int takeX(boolean doubled) {
        int part = part(x, doubled);
        x -= part << DEFAULT_RESOLUTION;
        return doubled ? doubled(part) : part;
    }

    /** Takes what a report can say of the way up. */
    int takeY(boolean doubled) {
        int part = part(y, doubled);
        y -= part << DEFAULT_RESOLUTION;
        return doubled ? doubled(part) : part;
    }

    /** Takes what a report can say of the wheel's way down, up to {@code most}. */
    int takeZ(int most) {
        int part = Math.max(-most, Math.min(most, z));
        z -= part;
        return part;
    }

    private static int part(int way, boolean doubled) {
        int most = doubled ? FARTHEST_DOUBLED : FARTHEST;
        return Math.max(-most, Math.min(most, counts(way)));
    }

    /** Toward zero: what is less than a count stays. */
    private static int counts(int way) {
        return way / (1 << DEFAULT_RESOLUTION);
    }

    private static int doubled(int counts) {
        int size = Math.abs(counts);
        return Integer.signum(counts) * (size < DOUBLED.length ? DOUBLED[size] : 2 * size);
    }

    private static int further(int way, long more) {
        return (int) Math.max(-LONGEST_WAY, Math.min(LONGEST_WAY, way + more));
    }
}
