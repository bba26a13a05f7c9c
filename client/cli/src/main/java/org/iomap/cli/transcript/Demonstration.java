package org.iomap.cli.transcript;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.iomap.cli.command.UsageException;
import org.iomap.client.Connector;
import org.iomap.protocol.Explained;

/** A page that is performed while it is read: its text, and its transcripts as one, each line with what came of it. */
public final class Demonstration {
    private final PrintWriter out;
    private int differences;

    private Demonstration(PrintWriter out) {
        this.out = out;
    }

    /**
     * What came of it.
     *
     * @param differences how many lines gave something else than the page says; each was told
     * @param explained the last answer to {@code explain}; null where there was none
     */
    public record Outcome(int differences, Explained explained) {}

    /** Performs a page, on the machine as it is. */
    public static Outcome of(List<String> page, Supplier<Connector> service, PrintWriter out) {
        Demonstration demonstration = new Demonstration(out);
        Explained explained;
        try (Stage stage = new Stage(service, Holes.FAIL)) {
            List<String> lines = Transcript.blocks(page);
            stage.prepare(Transcript.parse("page", lines));
            for (int index = 0; index < page.size(); index++) {
                out.println(page.get(index));
                demonstration.play(stage, Line.parse(index + 1, lines.get(index)));
            }
            explained = stage.explained();
        } catch (SyntaxException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        } finally {
            out.flush();
        }
        return new Outcome(demonstration.differences, explained);
    }

    private void play(Stage stage, Optional<Line> line) throws SyntaxException {
        if (line.isEmpty()) {
            return;
        }
        var outcome = stage.play(line.get());
        boolean isMet = line.get().expectation().isMetBy(outcome);
        if (!isMet) {
            differences++;
            out.println("# here: " + (outcome.words().isEmpty() ? "success" : outcome.words()));
        }
        if (!isMet || line.get().action() instanceof Physical.Explain) {
            outcome.text().lines().forEach(more -> out.println(("# " + more).stripTrailing()));
        }
        out.flush();
    }
}
