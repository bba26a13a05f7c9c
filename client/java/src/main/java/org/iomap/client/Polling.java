package org.iomap.client;

/**
 * How long a thread polls the socket before it sleeps. Polling pays when the server answers at once, on another
 * processor; where it has failed again and again, it only keeps a processor from whoever needs it, and is tried now and
 * then. Used by the thread that reads.
 */
final class Polling {
    private static final int PATIENCE = 8;
    private static final int NOW_AND_THEN = 16;

    private final long longestNanos;
    private int failures;

    Polling(long longestNanos) {
        this.longestNanos = longestNanos;
    }

    /** How long to poll this time, in nanoseconds. */
    long nanos() {
        return failures < PATIENCE || failures % NOW_AND_THEN == 0 ? longestNanos : 0;
    }

    void succeeded() {
        failures = 0;
    }

    /** The wait went on after {@link #nanos} were over. */
    void failed() {
        failures++;
    }
}
