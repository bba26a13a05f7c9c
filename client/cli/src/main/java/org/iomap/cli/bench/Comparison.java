package org.iomap.cli.bench;

import java.util.ArrayList;
import java.util.List;
import org.iomap.cli.bench.Trial.Language;

/** From samples to lines: medians, ratios and targets of one load after the other. */
final class Comparison {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;
    private static final double MOST_C = 1.15;
    private static final double MOST_JAVA = 1.3;
    private static final double LEAST_OF_QTEST = 1.5;
    private static final double LEAST_OF_QTEST_IN_FLIGHT = 50;
    private static final double LEAST_IN_FLIGHT_64 = 5e6;
    private static final double LEAST_IN_FLIGHT_1024 = 15e6;
    private static final double LEAST_OF_BLOCKS = 0.9;
    private static final double LONGEST_TAIL = 3;

    private final Trials trials;
    private final List<Line> lines = new ArrayList<>();

    private Comparison(Trials trials) {
        this.trials = trials;
    }

    static List<Line> of(Trials trials) {
        Comparison comparison = new Comparison(trials);
        trials.all().forEach(comparison::add);
        return comparison.lines;
    }

    private void add(Trial trial) {
        Trial echo = new Trial(trial.setting(), trial.work().atAnEcho(), Peer.Kind.NETTY_ECHO, Language.C);
        if (!trials.has(echo)) {
            echo = new Trial(trial.setting(), trial.work().atAnEcho(), Peer.Kind.NETTY_ECHO, Language.JAVA);
        }
        if (trial.work() == Work.ONE) {
            addLatency(trial, echo);
        } else {
            addRate(trial, echo);
        }
        addAgainstQtest(trial);
    }

    private void addLatency(Trial trial, Trial echo) {
        Line line = Line.of(group(trial), name(trial), trials.median(trial, Sample::p50Nanos) / NANOS_PER_MICRO, "us")
                .p99(trials.median(trial, Sample::p99Nanos) / NANOS_PER_MICRO);
        boolean compared = trials.has(echo);
        double ratio = compared
                ? trials.median(trial, echo, (ours, theirs) -> (double) ours.p50Nanos() / theirs.p50Nanos())
                : 0;
        line = compared && !trial.equals(echo) ? line.ratio(ratio, name(echo)) : line;
        if (trial.peer() == Peer.Kind.IOMAPD) {
            double most = trial.client() == Language.C ? MOST_C : MOST_JAVA;
            boolean isTarget = compared && (trial.client() == Language.C || trial.setting() == Setting.POLLING);
            lines.add(isTarget ? line.atMost(most, ratio, "at most %.2f times".formatted(most)) : line);
            double tail = trials.median(trial, Sample::tail);
            lines.add(Line.of(group(trial), name(trial) + ": p99 / p50", tail, "times")
                    .atMost(LONGEST_TAIL, tail, "at most 3 times"));
        } else {
            lines.add(line);
        }
    }

    private void addRate(Trial trial, Trial echo) {
        Work work = trial.work();
        double rate = trials.median(trial, sample -> sample.perSecond(work.flight()));
        Line line = work.isBlock()
                ? Line.of(group(trial), name(trial), rate * work.bytes() / BILLION, "GB/s")
                : Line.of(group(trial), name(trial), rate / MILLION, "M/s");
        if (trials.has(echo) && !trial.equals(echo)) {
            double ratio = trials.median(trial, echo, Comparison::rates);
            line = line.ratio(ratio, name(echo));
            if (work.isBlock() && isOurs(trial)) {
                line = line.atLeast(LEAST_OF_BLOCKS, ratio, "at least 0.9 times");
            }
        }
        if (work == Work.FLIGHT_64 && isOurs(trial)) {
            line = line.atLeast(LEAST_IN_FLIGHT_64, rate, "at least 5 M/s");
        } else if (work.flight() == Work.FLIGHT_1024.flight() && isOurs(trial)) {
            line = line.atLeast(LEAST_IN_FLIGHT_1024, rate, "at least 15 M/s");
        }
        lines.add(line);
    }

    private void addAgainstQtest(Trial trial) {
        Work same = trial.work() == Work.BATCH_1024 ? Work.FLIGHT_1024 : trial.work();
        Trial qtest = new Trial(trial.setting(), same, Peer.Kind.QTEST, Language.C);
        boolean isTarget = trial.setting() == Setting.POLLING && (same == Work.ONE || same == Work.FLIGHT_1024);
        if (!isTarget || !isOurs(trial) || !trials.has(qtest)) {
            return;
        }
        double times = trials.median(trial, qtest, Comparison::rates);
        double least = same == Work.ONE ? LEAST_OF_QTEST : LEAST_OF_QTEST_IN_FLIGHT;
        lines.add(Line.of(group(trial), name(trial) + ": rate / qtest's", times, "times")
                .atLeast(least, times, "at least %.1f times".formatted(least)));
    }

    /** The client in C is the one that the targets are about; the Java client has one of its own. */
    private static boolean isOurs(Trial trial) {
        return trial.peer() == Peer.Kind.IOMAPD && trial.client() == Language.C;
    }

    private static double rates(Sample ours, Sample theirs) {
        return (double) theirs.p50Nanos() / ours.p50Nanos();
    }

    private static String group(Trial trial) {
        return switch (trial.work()) {
            case ONE -> "one at a time, " + trial.setting();
            case FLIGHT_64 -> "64 in flight, " + trial.setting();
            case FLIGHT_1024, BATCH_1024 -> "1,024 in flight, " + trial.setting();
            case BLOCK_LOAD, BLOCK_STORE -> "64 KiB blocks, " + trial.setting();
        };
    }

    private static String name(Trial trial) {
        String client = trial.client() == Language.C ? "C client" : "Java client";
        String extra = switch (trial.work()) {
            case BATCH_1024 -> ", one BATCH";
            case BLOCK_LOAD -> ", load";
            case BLOCK_STORE -> ", store";
            default -> "";
        };
        return trial.peer() + ", " + client + (trial.peer().isEcho() ? "" : extra);
    }
}
