package org.iomap.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one connection feels of the others, and one machine of the others. */
final class Crowds {
    private static final String GROUP = "many connections, many machines, polling";
    private static final int MANY_MACHINES = 100;
    private static final int[][] CONNECTIONS_AND_ACTIVE = {{1, 1}, {10, 1}, {1000, 1}, {10, 10}, {1000, 1000}};

    private final Effort effort;
    private final Pingpong pingpong;

    private Crowds(Effort effort, Pingpong pingpong) {
        this.effort = effort;
        this.pingpong = pingpong;
    }

    static List<Line> measure(Host host, Effort effort, Pingpong pingpong) throws IOException, InterruptedException {
        List<Line> lines = new ArrayList<>();
        Crowds crowds = new Crowds(effort, pingpong);
        try (Peer echo = Peer.start(host, Peer.Kind.NETTY_ECHO, Setting.POLLING, pingpong);
                Peer service = Peer.start(host, Peer.Kind.IOMAPD, Setting.POLLING, pingpong);
                Peer hundred = Peer.service(host, "hundred", List.of(), machines(host.directory()))) {
            for (Peer peer : List.of(echo, service, hundred)) {
                crowds.sample(peer, 1, 1, effort.warmMillis());
            }
            for (int[] crowd : CONNECTIONS_AND_ACTIVE) {
                lines.add(crowds.compare(echo, service, crowd[0], crowd[1]));
            }
            lines.add(crowds.compareMachines(service, hundred));
            lines.add(Line.of(
                    GROUP,
                    "resident memory, 1 machine, after these connections",
                    Footprint.residentMebibytes(service.pid()),
                    "MiB"));
            lines.add(Line.of(
                    GROUP,
                    "resident memory, %d machines, after one".formatted(MANY_MACHINES),
                    Footprint.residentMebibytes(hundred.pid()),
                    "MiB"));
        }
        return lines;
    }

    private Line compare(Peer echo, Peer service, int connections, int active)
            throws IOException, InterruptedException {
        List<Sample> theirs = new ArrayList<>();
        List<Sample> ours = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++) {
            theirs.add(sample(echo, connections, active, effort.millis()));
            ours.add(sample(service, connections, active, effort.millis()));
        }
        String name = connections == 1 ? "1 connection" : "%,d connections, %,d active".formatted(connections, active);
        return active == 1 ? latency(name, ours, theirs) : rate(name, active, ours, theirs);
    }

    private Line compareMachines(Peer one, Peer hundred) throws IOException, InterruptedException {
        List<Sample> theirs = new ArrayList<>();
        List<Sample> ours = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++) {
            theirs.add(sample(one, 1, 1, effort.millis()));
            ours.add(sample(hundred, 1, 1, effort.millis()));
        }
        Line line = latency("%d machines, 1 connection".formatted(MANY_MACHINES), ours, theirs);
        return line.ratio(line.ratio(), "1 machine");
    }

    private static Line latency(String name, List<Sample> ours, List<Sample> theirs) {
        return Line.of(GROUP, name, median(ours) / 1e3, "us")
                .p99(Trials.median(ours.stream().mapToDouble(Sample::p99Nanos).toArray()) / 1e3)
                .ratio(median(ours) / median(theirs), Peer.Kind.NETTY_ECHO.toString());
    }

    private static Line rate(String name, int active, List<Sample> ours, List<Sample> theirs) {
        return Line.of(GROUP, name, active * 1e3 / median(ours), "M/s")
                .ratio(median(theirs) / median(ours), Peer.Kind.NETTY_ECHO.toString());
    }

    private static double median(List<Sample> samples) {
        return Trials.median(samples.stream().mapToDouble(Sample::p50Nanos).toArray());
    }

    private Sample sample(Peer peer, int connections, int active, int millis) throws IOException, InterruptedException {
        String message = peer.kind() == Peer.Kind.IOMAPD ? "load" : "raw";
        return pingpong.run(
                peer,
                Setting.POLLING,
                millis,
                List.of("crowd", message, Integer.toString(connections), Integer.toString(active)));
    }

    private static List<String> machines(Path directory) throws IOException {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < MANY_MACHINES; i++) {
            Path file = directory.resolve("machine" + i + ".yaml");
            Files.writeString(file, "name: machine" + i + "\n");
            options.addAll(List.of("--machine", file.toString()));
        }
        return options;
    }
}
