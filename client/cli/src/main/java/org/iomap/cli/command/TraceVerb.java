package org.iomap.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Subscription;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Overrun;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Traced;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** Shows what happens in the machine while it happens. */
@Command(
        name = "trace",
        header = "Print what happens in the machine while it happens.",
        sortOptions = false,
        description = {
            "Prints what happens in the machine, in order, until Ctrl-C: when, who, what, where, and what it means.",
            "`RULE BROKEN' is the program's or its driver's doing. `not modelled' is this emulator's: the hardware does "
                    + "more there.",
            "Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap trace",
            "  iomap trace --module uart0 --kind load,store",
            "  iomap trace --kind rule,unimplemented,signal",
            "  iomap trace --past --kind system-call,rule",
            "  iomap trace --count 100 --json"
        })
public final class TraceVerb extends Verb {
    private static final Duration FOREVER = Duration.ofDays(365);

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "Only these kinds: load, store, system-call, bus-error, signal, interrupt, rule, "
                    + "unimplemented, process, machine.")
    private List<String> kinds = List.of();

    @Option(names = "--module", paramLabel = "NAME", split = ",", description = "Only what happens in these modules.")
    private List<String> modules = List.of();

    @Option(names = "--count", paramLabel = "N", description = "End after N lines.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--past", description = "Begin with the lines that the machine still has.")
    private boolean past;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs: one object on each line.")
    private boolean json;

    /** What --json prints. */
    record Line(
            long timeNanos,
            String kind,
            long pid,
            String actor,
            int width,
            long address,
            long value,
            String place,
            String text) {
        static Line of(Traced traced) {
            return new Line(
                    traced.timeNanos(),
                    String.valueOf(TraceKind.of(traced.kind())),
                    traced.pid(),
                    traced.actor(),
                    traced.width(),
                    traced.address(),
                    traced.value(),
                    traced.place(),
                    traced.text());
        }
    }

    @Override
    void run(RemoteProcess process) {
        List<TraceKind> wanted = kinds.stream().map(TraceVerb::kind).toList();
        TraceFormat format = new TraceFormat(Ansi.AUTO.enabled());
        try (Subscription subscription = process.subscribe(EventKind.TRACE, past ? "past" : "")) {
            long lostHere = 0;
            for (long printed = 0; printed < count && !out().checkError(); ) {
                Event event = subscription.next(FOREVER).orElse(null);
                if (event instanceof Traced traced && isWanted(traced, wanted)) {
                    print(traced, format);
                    printed++;
                } else if (event instanceof Overrun overrun) {
                    warn(overrun.lost());
                }
                warn(subscription.lost() - lostHere);
                lostHere = subscription.lost();
            }
        }
    }

    private void warn(long lost) {
        if (lost > 0) {
            err().println("iomap: " + lost + " lines were lost: they came faster than they went");
            err().flush();
        }
    }

    private void print(Traced traced, TraceFormat format) {
        if (json) {
            Json.print(out(), Line.of(traced));
        } else {
            out().println(format.line(traced));
        }
    }

    private boolean isWanted(Traced traced, List<TraceKind> wanted) {
        return (wanted.isEmpty() || wanted.contains(TraceKind.of(traced.kind())))
                && (modules.isEmpty() || modules.contains(moduleOf(traced.place())));
    }

    private static String moduleOf(String place) {
        int end = place.indexOf('.');
        return end < 0 ? place : place.substring(0, end);
    }

    private static TraceKind kind(String name) {
        try {
            return TraceKind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new UsageException("there is no kind " + name + " of trace lines; see `iomap trace --help'", unknown);
        }
    }
}
