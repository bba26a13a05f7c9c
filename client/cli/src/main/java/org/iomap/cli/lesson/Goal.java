package org.iomap.cli.lesson;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What somebody has understood who did it: deeds of one process, in this order, whatever it did between them.
 *
 * @param title what is understood
 * @param spoils what between two steps makes the first ones worthless, so that they start over
 */
record Goal(String title, Predicate<Deed> spoils, List<Step> steps) {
    static Goal of(String title, Step... steps) {
        return new Goal(title, deed -> false, List.of(steps));
    }

    Goal spoiledBy(Step step) {
        return new Goal(title, step.isDone(), steps);
    }

    /**
     * How far the process came that came farthest.
     *
     * @param by null when none did the first step
     * @param done steps
     */
    record Reached(Goal goal, Doer by, int done) {
        boolean isAll() {
            return done == goal.steps().size();
        }

        String next() {
            return isAll() ? "" : goal.steps().get(done).words();
        }
    }

    Reached reached(List<Deed> deeds) {
        Map<Long, Integer> present = new HashMap<>();
        Reached farthest = new Reached(this, null, 0);
        for (Deed deed : deeds) {
            int done = after(deed, present.getOrDefault(deed.by().pid(), 0));
            present.put(deed.by().pid(), done);
            if (done > farthest.done()) {
                farthest = new Reached(this, deed.by(), done);
            }
            if (farthest.isAll()) {
                break;
            }
        }
        return farthest;
    }

    private int after(Deed deed, int done) {
        if (steps.get(done).isDone().test(deed)) {
            return done + 1;
        }
        if (spoils.test(deed)) {
            return steps.get(0).isDone().test(deed) ? 1 : 0;
        }
        return done;
    }
}
