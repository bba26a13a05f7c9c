package org.iomap.cli.transcript;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of a transcript that was played.
 *
 * @param lines how many were played
 */
record Performance(String file, int lines, List<Difference> differences) {
    /**
     * A line that gave something else than expected.
     *
     * @param text what the service said to it; empty where it said nothing
     */
    record Difference(String file, int line, String statement, String expected, String got, String text) {
        @Override
        public String toString() {
            String said = text.isEmpty() ? "" : " (" + text + ")";
            return "%s:%d: %s: expected %s, got %s%s".formatted(file, line, statement, expected, got, said);
        }
    }

    /**
     * Plays a transcript; its processes end with it.
     *
     * @throws SyntaxException if the machine does not know one of its words
     */
    static Performance of(Transcript transcript, Stage stage) throws SyntaxException {
        List<Difference> differences = new ArrayList<>();
        stage.prepare(transcript);
        for (Line line : transcript.lines()) {
            try {
                Outcome outcome = stage.play(line);
                if (!line.expectation().isMetBy(outcome)) {
                    differences.add(difference(transcript.name(), line, outcome));
                }
            } catch (SyntaxException unknown) {
                throw unknown.at(transcript.name(), line.number());
            }
        }
        return new Performance(transcript.name(), transcript.lines().size(), differences);
    }

    private static Difference difference(String file, Line line, Outcome outcome) {
        String got = outcome.words().isEmpty() ? "success" : outcome.words();
        return new Difference(
                file, line.number(), line.statement(), line.expectation().toString(), got, outcome.text());
    }
}
