package org.iomap.cli.bench;

import java.util.Locale;

/**
 * What a client measured in one round.
 *
 * @param operations loads, or blocks
 * @param p50Nanos of the round trips of a flight
 * @param p99Nanos of the round trips of a flight
 */
record Sample(double operations, double seconds, long p50Nanos, long p99Nanos, long maxNanos) {
    private static final int FIELDS = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    /** @throws IllegalArgumentException if it is not the line that a client prints */
    static Sample parse(String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length != FIELDS) {
            throw new IllegalArgumentException("not a measurement: " + line);
        }
        return new Sample(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]));
    }

    String line() {
        return String.format(Locale.ROOT, "%.0f %.6f %d %d %d", operations, seconds, p50Nanos, p99Nanos, maxNanos);
    }

    /** The rate of the median flight: what the system did in between to other processes is not in it. */
    double perSecond(int flight) {
        return flight * NANOS_PER_SECOND / p50Nanos;
    }

    /** How many times as long as the p50. */
    double tail() {
        return (double) p99Nanos / p50Nanos;
    }
}
