package org.iomap.cli.lesson;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A lesson.
 *
 * @param file of its page, beside this class
 */
record Lesson(int number, String title, String file, List<Goal> goals) {
    static List<Lesson> all() {
        return List.of(FourRoads.LESSON, Pages.LESSON, Closing.LESSON);
    }

    /** Its page, in Markdown. */
    List<String> page() {
        try (InputStream in = Objects.requireNonNull(Lesson.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What was done of it, goal by goal. */
    List<Goal.Reached> check(List<Deed> deeds) {
        return goals.stream().map(goal -> goal.reached(deeds)).toList();
    }
}
