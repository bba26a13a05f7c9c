package org.iomap.emulator.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** All that is wrong with one file, so that it is told at once; and which keys were looked for. */
final class Problems {
    private record Problem(int line, String text) {}

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> keys = new TreeSet<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Node place, String text) {
        add(place.getStartMark().map(Mark::getLine).orElse(0) + 1, text);
    }

    void add(int line, String text) {
        problems.add(new Problem(line, text));
    }

    void lookedFor(String key) {
        keys.add(key);
    }

    /** Every key the reader knows, as far as the file led it: {@code device-files.path}. */
    Set<String> keys() {
        return keys;
    }

    /** @throws ConfigurationException if there are any */
    void refuse() throws ConfigurationException {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems.stream()
                    .sorted(Comparator.comparingInt(Problem::line))
                    .map(problem -> file + ":" + problem.line() + ": " + problem.text())
                    .toList());
        }
    }
}
