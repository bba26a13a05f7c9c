package org.iomap.emulator.server;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long batches of requests take on the machine's thread, from the first byte decoded to the answers handed to the
 * socket. One in {@value #ONE_IN} is timed; written by the machine's thread alone and read by any.
 */
final class LatencySamples {
    static final int ONE_IN = 1024;
    private static final int BUCKETS = 40;

    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
    private int untilNext = ONE_IN;

    /** Returns the time when this batch is to be timed, else 0. */
    long start() {
        if (--untilNext > 0) {
            return 0;
        }
        untilNext = ONE_IN;
        return System.nanoTime();
    }

    void end(long start) {
        long nanos = Math.max(1, System.nanoTime() - start);
        int bucket = Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(nanos));
        buckets.setOpaque(bucket, buckets.getOpaque(bucket) + 1);
    }

    /** Samples by duration: bucket n holds those below 2^n nanoseconds and not below half of that. */
    long[] counts() {
        long[] counts = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = buckets.getOpaque(i);
        }
        return counts;
    }
}
