package org.iomap.cli.transcript;

import java.io.PrintWriter;
import java.util.Optional;

/** A session by hand: lines of the language, each answered in the transcript's own form. */
final class Session {
    private static final int STATEMENT_COLUMNS = 40;

    private final Stage stage;
    private final PrintWriter out;
    private final boolean echoes;
    private final PrintWriter record;
    private int number;
    private boolean failed;

    /**
     * @param echoes print the whole line, not only what came of it
     * @param record where a transcript of the session goes; null for nowhere
     */
    Session(Stage stage, PrintWriter out, boolean echoes, PrintWriter record) {
        this.stage = stage;
        this.out = out;
        this.echoes = echoes;
        this.record = record;
    }

    /** Plays a line; false when it was the last. */
    boolean enter(String text) {
        String typed = text.strip();
        if (typed.equals("quit")) {
            return false;
        }
        if (typed.equals("help") || typed.startsWith("help ")) {
            Grammar.verbs().values().forEach(verb -> out.println("  " + verb.usage()));
        } else {
            play(typed);
        }
        out.flush();
        return true;
    }

    /** True when a line could not be understood, or gave something else than it said. */
    boolean hasFailed() {
        return failed;
    }

    private void play(String text) {
        number++;
        try {
            Optional<Line> line = Line.parse(number, text);
            if (line.isPresent()) {
                answer(line.get());
            } else if (record != null) {
                record.println(text);
            }
        } catch (SyntaxException wrong) {
            failed = true;
            out.println("# " + wrong.getMessage());
        }
    }

    private void answer(Line line) throws SyntaxException {
        Outcome outcome = stage.play(line);
        String equals = outcome.words().isEmpty() ? "" : "= " + outcome.words();
        if (echoes) {
            out.println(row(line.statement(), equals));
        } else if (!equals.isEmpty()) {
            out.println(equals);
        }
        outcome.text().lines().forEach(more -> out.println("# " + more));
        if (line.isExpecting() && !line.expectation().isMetBy(outcome)) {
            failed = true;
            out.println("# expected " + line.expectation());
        }
        if (record != null) {
            record.println(row(line.statement(), line.action().isRepeatable() ? equals : "= *"));
            record.flush();
        }
    }

    private static String row(String statement, String equals) {
        return equals.isEmpty() ? statement : ("%-" + STATEMENT_COLUMNS + "s %s").formatted(statement, equals);
    }
}
