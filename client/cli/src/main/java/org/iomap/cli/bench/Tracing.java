package org.iomap.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What it costs that somebody follows the trace. */
final class Tracing {
    private static final String GROUP = "trace with a subscriber, polling";

    private Tracing() {}

    static List<Line> measure(Host host, Effort effort, Pingpong pingpong) throws IOException, InterruptedException {
        List<Line> lines = new ArrayList<>();
        try (Peer service = Peer.start(host, Peer.Kind.IOMAPD, Setting.POLLING, pingpong);
                JavaClient watcher = JavaClient.start(host, Setting.ONE_CORE)) {
            for (Work work : List.of(Work.ONE, Work.FLIGHT_1024)) {
                List<String> words = work.words(Peer.Kind.IOMAPD);
                pingpong.run(service, Setting.POLLING, effort.warmMillis(), words);
                List<Sample> alone = new ArrayList<>();
                List<Sample> watched = new ArrayList<>();
                for (int round = 0; round < effort.rounds(); round++) {
                    alone.add(pingpong.run(service, Setting.POLLING, effort.millis(), words));
                    watcher.watch(service);
                    watched.add(pingpong.run(service, Setting.POLLING, effort.millis(), words));
                    watcher.unwatch();
                }
                lines.add(line(work, alone, watched));
            }
        }
        return lines;
    }

    private static Line line(Work work, List<Sample> alone, List<Sample> watched) {
        if (work == Work.ONE) {
            double micros =
                    Trials.median(watched.stream().mapToDouble(Sample::p50Nanos).toArray()) / 1e3;
            double before =
                    Trials.median(alone.stream().mapToDouble(Sample::p50Nanos).toArray()) / 1e3;
            return Line.of(GROUP, "one at a time", micros, "us").ratio(micros / before, "nobody follows");
        }
        double rate = Trials.median(watched.stream()
                        .mapToDouble(sample -> sample.perSecond(work.flight()))
                        .toArray())
                / 1e6;
        double before = Trials.median(alone.stream()
                        .mapToDouble(sample -> sample.perSecond(work.flight()))
                        .toArray())
                / 1e6;
        return Line.of(GROUP, "1,024 in flight", rate, "M/s").ratio(rate / before, "nobody follows");
    }
}
