package org.iomap.cli.bench;

/**
 * How long to look.
 *
 * @param millis of one sample
 * @param warmMillis before the first of a kind: a virtual machine needs seconds until its code is fast
 */
record Effort(int millis, int warmMillis, int rounds) {
    private static final int MILLIS = 1000;

    static Effort full(int seconds) {
        return new Effort(seconds * MILLIS, 2 * MILLIS, 5);
    }

    /** Shows that everything runs; its figures are rough. */
    static Effort quick() {
        return new Effort(200, MILLIS, 3);
    }
}
