package org.iomap.cli.bench;

/**
 * One line of the report. What does not apply is null.
 *
 * @param p99Micros beside a latency
 * @param ratio to {@code against}
 * @param target in words
 * @param met whether the target is
 */
record Line(
        String group,
        String name,
        double value,
        String unit,
        Double p99Micros,
        Double ratio,
        String against,
        String target,
        Boolean met) {
    static Line of(String group, String name, double value, String unit) {
        return new Line(group, name, value, unit, null, null, null, null, null);
    }

    Line p99(double micros) {
        return new Line(group, name, value, unit, micros, ratio, against, target, met);
    }

    Line ratio(double times, String other) {
        return new Line(group, name, value, unit, p99Micros, times, other, target, met);
    }

    Line atMost(double bound, double reached, String words) {
        return new Line(group, name, value, unit, p99Micros, ratio, against, words, reached <= bound);
    }

    Line atLeast(double bound, double reached, String words) {
        return new Line(group, name, value, unit, p99Micros, ratio, against, words, reached >= bound);
    }
}
