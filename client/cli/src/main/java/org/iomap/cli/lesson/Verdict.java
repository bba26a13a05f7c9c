package org.iomap.cli.lesson;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Tells a person what of a lesson was done, and what to do next. */
final class Verdict {
    private static final String INDENT = " ".repeat(11);

    private final PrintWriter out;

    Verdict(PrintWriter out) {
        this.out = out;
    }

    void print(Lesson lesson, List<Goal.Reached> goals) {
        out.println("Lesson %d: %s".formatted(lesson.number(), lesson.title()));
        goals.forEach(this::print);
        long done = goals.stream().filter(Goal.Reached::isAll).count();
        out.println(
                done == goals.size()
                        ? "All %d were done.".formatted(done)
                        : "%d of %d were done; `iomap lesson %d' tells how to do the others."
                                .formatted(done, goals.size(), lesson.number()));
    }

    private void print(Goal.Reached reached) {
        String title = reached.goal().title();
        if (reached.isAll()) {
            out.println("  done     %s (%s)".formatted(title, reached.by()));
            return;
        }
        out.println("  missing  " + title);
        if (reached.done() > 0) {
            out.println(INDENT + "done so far by %s: %s".formatted(reached.by(), steps(reached)));
        }
        out.println(INDENT + (reached.done() == 0 ? "first: " : "next: ") + reached.next());
    }

    private static String steps(Goal.Reached reached) {
        return reached.goal().steps().stream()
                .limit(reached.done())
                .map(Step::words)
                .collect(Collectors.joining("; "));
    }
}
