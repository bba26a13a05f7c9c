package org.iomap.cli.command;

import java.util.Arrays;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks whether the service is there, and how long an answer takes. */
@Command(
        name = "ping",
        header = "Ask whether the service answers, and how fast.",
        sortOptions = false,
        description = "Connects, goes around --count times, and prints who answered and how long it took.",
        footerHeading = "%nExamples:%n",
        footer = {"  iomap ping", "  iomap ping --count 1 --deadline 200ms && echo it runs"})
public final class PingVerb extends Verb {
    @Option(names = "--count", paramLabel = "N", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    /** What --json prints. */
    record Answer(String server, String machine, int count, long minNanos, long medianNanos, long maxNanos) {}

    @Override
    void run(RemoteProcess process) {
        if (count < 1) {
            throw new UsageException("--count is 1 or more, not " + count);
        }
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            process.ping();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        Answer answer = new Answer(
                process.welcome().server(),
                process.welcome().machine(),
                count,
                nanos[0],
                nanos[count / 2],
                nanos[count - 1]);
        if (json) {
            Json.print(out(), answer);
        } else {
            print(answer);
        }
    }

    private void print(Answer answer) {
        out().println("%s, machine %s: %d answered, min/median/max %.1f/%.1f/%.1f us"
                .formatted(
                        answer.server(),
                        answer.machine(),
                        answer.count(),
                        answer.minNanos() / 1e3,
                        answer.medianNanos() / 1e3,
                        answer.maxNanos() / 1e3));
    }
}
