package org.iomap.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the service takes before anybody asks it for anything: time to start, memory, and no time at all. */
final class Footprint {
    private static final String GROUP = "one idle machine";
    private static final int STARTS = 5;
    private static final double MOST_START_MILLIS = 400;
    private static final double MOST_RESIDENT_MEBIBYTES = 90;
    private static final long IDLE_MILLIS = 5000;
    private static final long SETTLE_MILLIS = 1500;
    /** Of a clock tick: the finest that the system counts, 10 ms, is 0.2 % of 5 s. */
    private static final double MOST_IDLE_PERCENT = 0.4;

    private static final double MILLIS_PER_TICK = 10;
    private static final int UTIME_AFTER_NAME = 11;
    private static final double KIB_PER_MIB = 1024;

    private Footprint() {}

    static List<Line> measure(Host host, Effort effort, List<String> notes) throws IOException, InterruptedException {
        List<Line> lines = new ArrayList<>();
        Optional<Path> launcher = launcher();
        if (launcher.isEmpty()) {
            notes.add("No launcher of iomapd was found: start and memory are those of a plain java.");
        }
        double millis = start(host, launcher);
        Line start = Line.of(
                GROUP, launcher.isEmpty() ? "start to listening, plain java" : "start to listening", millis, "ms");
        lines.add(start.atMost(MOST_START_MILLIS, millis, "under 400 ms"));
        if (launcher.isPresent()) {
            lines.add(Line.of(
                    GROUP, "start to listening, without launcher and archive", start(host, Optional.empty()), "ms"));
        }
        try (Peer idle = service(host, launcher)) {
            Thread.sleep(SETTLE_MILLIS);
            double before = cpuMillis(idle.pid());
            Thread.sleep(IDLE_MILLIS);
            double percent = (cpuMillis(idle.pid()) - before) / IDLE_MILLIS * 100;
            lines.add(Line.of(GROUP, "processor time over 5 s", percent, "%").atMost(MOST_IDLE_PERCENT, percent, "0"));
            double resident = residentMebibytes(idle.pid());
            lines.add(Line.of(GROUP, "resident memory", resident, "MiB")
                    .atMost(MOST_RESIDENT_MEBIBYTES, resident, "under 90 MiB"));
        }
        return lines;
    }

    private static double start(Host host, Optional<Path> launcher) throws IOException {
        double[] millis = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (Peer service = service(host, launcher)) {
                millis[i] = service.startMillis();
            }
        }
        return Trials.median(millis);
    }

    /** As a user starts it: on any core. */
    private static Peer service(Host host, Optional<Path> launcher) throws IOException {
        Path socket = host.directory().resolve("idle");
        List<String> options = List.of("--listen", "unix:" + socket);
        List<String> command = launcher.map(path -> Stream.concat(Stream.of(path.toString()), options.stream())
                        .toList())
                .orElseGet(() -> Host.java(List.of(), Peer.SERVICE, options));
        return Peer.startAnywhere(host, Peer.Kind.IOMAPD, command, socket);
    }

    /** What the build has left beside this program, or below the current directory. */
    private static Optional<Path> launcher() {
        Path program =
                Path.of(System.getProperty("java.class.path").split(":", -1)[0]).toAbsolutePath();
        return Stream.of(Path.of(""), program.resolve("../../../..").normalize())
                .map(root -> root.resolve("emulator/target/iomapd").toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** User and system time, all threads. */
    static double cpuMillis(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1]))
                * MILLIS_PER_TICK;
    }

    static double residentMebibytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB;
            }
        }
        throw new IOException("process " + pid + " has no memory");
    }
}
