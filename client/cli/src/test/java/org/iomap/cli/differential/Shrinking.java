package org.iomap.cli.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Delta debugging: leaves out of a sequence what it does not need. */
final class Shrinking {
    private Shrinking() {}

    /**
     * Leaves out steps, many at a time and then one by one, as long as the rest still shows what the whole does.
     *
     * @param shows true of {@code steps}
     */
    static <T> List<T> shrink(List<T> steps, Predicate<List<T>> shows) {
        List<T> needed = steps;
        for (int chunk = Math.max(1, steps.size() / 2); chunk > 0; chunk /= 2) {
            int start = 0;
            while (start < needed.size()) {
                List<T> rest = without(needed, start, Math.min(start + chunk, needed.size()));
                if (shows.test(rest)) {
                    needed = rest;
                } else {
                    start += chunk;
                }
            }
        }
        return needed;
    }

    private static <T> List<T> without(List<T> steps, int from, int to) {
        List<T> rest = new ArrayList<>(steps.subList(0, from));
        rest.addAll(steps.subList(to, steps.size()));
        return rest;
    }
}
