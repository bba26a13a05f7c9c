package org.iomap.cli.command;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/** Tells a person at a terminal how far a thing is that takes longer than a second. */
public final class Progress implements AutoCloseable {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final long STEP_NANOS = 200_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean shown;
    private final long total;
    private final LongSupplier nanos;
    private long next;
    private boolean printed;

    /** @param shown false where nobody watches */
    Progress(PrintWriter err, boolean shown, long total, LongSupplier nanos) {
        this.err = err;
        this.shown = shown;
        this.total = total;
        this.nanos = nanos;
        this.next = nanos.getAsLong() + PATIENCE_NANOS;
    }

    public static Progress of(long total, PrintWriter err) {
        return new Progress(err, Watcher.isThere(), total, System::nanoTime);
    }

    public void at(long done) {
        if (!shown || nanos.getAsLong() - next < 0) {
            return;
        }
        next = nanos.getAsLong() + STEP_NANOS;
        printed = true;
        err.print("%s%3d %% of %d".formatted(CLEAR_LINE, total == 0 ? 100 : done * 100 / total, total));
        err.flush();
    }

    @Override
    public void close() {
        if (printed) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
