package org.iomap.emulator.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** A histogram for each machine, from counts that the machine keeps itself: nothing is added to its path. */
final class LatencyHistograms implements Collector {
    private static final double NANOS = 1e-9;
    /** Buckets past this one, 2^30 ns or about a second, are all of one. */
    private static final int LAST = 30;

    private final ServerStatistics server;

    LatencyHistograms(ServerStatistics server) {
        this.server = server;
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("iomap_batch_seconds")
                .help("Time to answer a batch of requests on the machine's thread; sampled");
        server.machines().forEach(machine -> histogram.dataPoint(dataPoint(machine)));
        return histogram.build();
    }

    /** The sum is of the middles of the buckets. */
    private static HistogramDataPointSnapshot dataPoint(MachineStatistics machine) {
        long[] counts = machine.latencies();
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        double sum = 0;
        long beyond = 0;
        for (int i = 0; i < counts.length; i++) {
            double bound = Math.scalb(NANOS, i);
            sum += counts[i] * bound * 0.75;
            if (i <= LAST) {
                buckets.bucket(bound, counts[i]);
            } else {
                beyond += counts[i];
            }
        }
        buckets.bucket(Double.POSITIVE_INFINITY, beyond);
        return HistogramDataPointSnapshot.builder()
                .labels(Labels.of("machine", machine.name()))
                .classicHistogramBuckets(buckets.build())
                .sum(sum)
                .build();
    }
}
