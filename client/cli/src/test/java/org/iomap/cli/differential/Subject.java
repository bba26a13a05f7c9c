package org.iomap.cli.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A module under comparison.
 *
 * @param preparation what comes before each sequence
 * @param source of its steps
 * @param notShared which of those are left out
 */
record Subject(String name, List<Step> preparation, Source source, List<NotShared> notShared) {
    /** A sequence of that many steps, the same for the same seed. */
    List<Step> sequence(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>();
        List<Step> drawn = new ArrayList<>();
        while (steps.size() < length) {
            source.draw(random, drawn);
            drawn.removeIf(
                    step -> notShared.stream().anyMatch(not -> not.covers().test(step)));
            steps.addAll(drawn);
            drawn.clear();
        }
        return steps;
    }

    @Override
    public String toString() {
        return name;
    }
}
