package org.iomap.cli.command;

import java.time.Duration;
import org.iomap.client.Monitor;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the machine's clock, or sets it. */
@Command(
        name = "clock",
        header = "Show or set the machine's clock.",
        sortOptions = false,
        customSynopsis = "iomap clock [OPTIONS] [real | virtual | advance TIME]",
        description = {
            "Prints the time since the machine was switched on, and the kind of its clock. A real clock runs by itself; "
                    + "a virtual one stands still until it is advanced, so that every run gives the same result.",
            "Setting it needs the administrator right."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap clock", "  iomap clock virtual", "  iomap clock advance 40ms"})
public final class ClockVerb extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "WHAT", description = "real, virtual or advance.")
    private String what;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "After advance: 40ms, 1.5s, 2m.")
    private Duration time;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    /** What --json prints. */
    record MachineTime(long nanos, String kind) {}

    @Override
    void run(RemoteProcess process) {
        Time now = ask(process.monitor());
        String kind = now.kind() == Monitor.CLOCK_VIRTUAL ? "virtual" : "real";
        if (json) {
            Json.print(out(), new MachineTime(now.nanos(), kind));
        } else {
            out().println("%d.%09d s %s".formatted(now.nanos() / 1_000_000_000, now.nanos() % 1_000_000_000, kind));
        }
    }

    private Time ask(Monitor monitor) {
        boolean advance = "advance".equals(what);
        if (advance != (time != null)) {
            throw new UsageException("expected: real, virtual, or advance with a time");
        }
        if (what == null) {
            return monitor.clock();
        }
        return switch (what) {
            case "real" -> monitor.setClock(Monitor.CLOCK_REAL, 0);
            case "virtual" -> monitor.setClock(Monitor.CLOCK_VIRTUAL, 0);
            case "advance" -> monitor.setClock(Monitor.CLOCK_UNCHANGED, time.toNanos());
            default -> throw new UsageException("a clock is real or virtual, not " + what);
        };
    }
}
