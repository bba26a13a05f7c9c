package org.iomap.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a driver outside the service costs its callers: nothing, where it has mapped a register for them; a second round
 * trip, where it is called.
 */
final class Driving {
    private static final String GROUP = "a driver outside the service";
    private static final double MOST_OF_A_LOAD = 1.1;
    private static final double MOST_OF_A_CALL = 2.5;
    private static final List<String> THROUGH_IOMAP = List.of("load", "1", Work.UART, Integer.toString(Work.SCRATCH));
    private static final List<String> THROUGH_DRIVER =
            List.of("mapped", BenchDriver.DEVICE, Integer.toString(Work.SCRATCH));
    private static final List<String> READ_LOCAL = List.of("read", "/dev/null");
    private static final List<String> READ_FORWARDED = List.of("read", BenchDriver.DEVICE);

    private Driving() {}

    static List<Line> measure(Host host, Effort effort) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (Trio trio = new Trio(host, effort, Setting.POLLING)) {
            lines.addAll(trio.compare(
                    "load through iomap(7), polling",
                    THROUGH_IOMAP,
                    "load through the driver's mmap, polling",
                    THROUGH_DRIVER,
                    MOST_OF_A_LOAD));
        }
        // Three processes, of which one works at a time: on one core nobody waits for another to give up polling.
        try (Trio trio = new Trio(host, effort, Setting.ONE_CORE)) {
            lines.addAll(trio.compare(
                    "read of /dev/null, one core, blocking",
                    READ_LOCAL,
                    "read of the driver's device, one core, blocking",
                    READ_FORWARDED,
                    MOST_OF_A_CALL));
        }
        return lines;
    }

    /** A service, its driver, and who asks, each a process. */
    private static final class Trio implements AutoCloseable {
        private final Effort effort;
        private final Peer service;
        private final JavaClient driver;
        private final JavaClient client;

        Trio(Host host, Effort effort, Setting setting) throws IOException {
            this.effort = effort;
            service = Peer.start(host, Peer.Kind.IOMAPD, setting, null);
            driver = JavaClient.start(host, Setting.ONE_CORE);
            client = JavaClient.start(host, setting);
            driver.drive(service);
        }

        /** In turns; the ratio is the median of those within a round. */
        List<Line> compare(String name, List<String> words, String other, List<String> otherWords, double most)
                throws IOException {
            List<Double> ones = new ArrayList<>();
            List<Double> others = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int round = -1; round < effort.rounds(); round++) {
                int millis = round < 0 ? effort.warmMillis() : effort.millis();
                double one = client.run(service, millis, words).p50Nanos();
                double another = client.run(service, millis, otherWords).p50Nanos();
                if (round >= 0) {
                    ones.add(one);
                    others.add(another);
                    ratios.add(another / one);
                }
            }
            double ratio = median(ratios);
            return List.of(
                    Line.of(GROUP, name, median(ones) / 1e3, "us"),
                    Line.of(GROUP, other, median(others) / 1e3, "us")
                            .ratio(ratio, name)
                            .atMost(most, ratio, "at most %s times".formatted(most)));
        }

        private static double median(List<Double> values) {
            return Trials.median(
                    values.stream().mapToDouble(Double::doubleValue).toArray());
        }

        @Override
        public void close() {
            client.close();
            driver.close();
            service.close();
        }
    }
}
