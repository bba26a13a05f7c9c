package org.iomap.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Times as System.nanoTime() counts them, far from where it would overflow. */
final class Deadlines {
    private static final Duration LONGEST = Duration.ofDays(10_000);

    private Deadlines() {}

    static long nanos(Duration time) {
        if (time.isNegative()) {
            return 0;
        }
        return time.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : time.toNanos();
    }

    /** Rounded up: a wait is never shorter than asked for. */
    static long millis(long nanos) {
        long nanosPerMilli = TimeUnit.MILLISECONDS.toNanos(1);
        return (nanos + nanosPerMilli - 1) / nanosPerMilli;
    }
}
