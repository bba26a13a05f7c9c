package org.iomap.cli.bench;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Everything that is measured, one part after the other. */
final class Bench {
    /** Parts of the whole, for who waits. */
    static final int PARTS = 7;

    private final Host host;
    private final Effort effort;
    private final LongConsumer progress;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int done;

    Bench(Host host, Effort effort, LongConsumer progress) {
        this.host = host;
        this.effort = effort;
        this.progress = progress;
    }

    Report run() throws IOException, InterruptedException {
        Pingpong pingpong = pingpong();
        boolean hasQemu = has(Peer.QEMU, "qtest is left out");
        Trials trials = new Trials();
        for (Setting setting : settings()) {
            try (Duel duel = new Duel(host, effort, setting, pingpong, hasQemu)) {
                duel.run(trials);
            }
            advance();
        }
        lines.addAll(Comparison.of(trials));
        part(Crowds::measure, pingpong);
        part(Tracing::measure, pingpong);
        part(Allocation::measure, pingpong);
        lines.addAll(Driving.measure(host, effort));
        advance();
        lines.addAll(Footprint.measure(host, effort, notes));
        advance();
        return new Report(Host.description(), LocalDate.now(ZoneOffset.UTC).toString(), lines, notes);
    }

    /** A part that needs the client in C. */
    private interface Part {
        List<Line> measure(Host host, Effort effort, Pingpong pingpong) throws IOException, InterruptedException;
    }

    private void part(Part part, Pingpong pingpong) throws IOException, InterruptedException {
        if (pingpong != null) {
            lines.addAll(part.measure(host, effort, pingpong));
        }
        advance();
    }

    private void advance() {
        progress.accept(++done);
    }

    private List<Setting> settings() {
        if (has("taskset", "processes are not pinned, and one core is left out")) {
            return List.of(Setting.values());
        }
        return List.of(Setting.POLLING);
    }

    /** Null when there is no compiler. */
    private Pingpong pingpong() throws IOException, InterruptedException {
        return has(Pingpong.COMPILER, "everything that needs a client in C is left out")
                ? Pingpong.compile(host)
                : null;
    }

    private boolean has(String program, String otherwise) {
        boolean has = Host.has(program);
        if (!has) {
            notes.add(program + " is not installed: " + otherwise + ".");
        }
        return has;
    }
}
