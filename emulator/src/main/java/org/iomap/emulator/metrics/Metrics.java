package org.iomap.emulator.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.iomap.protocol.Family;

/** The statistics as meters, in the text that Prometheus reads. Each is explained in METRICS.md. */
final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Metrics(ServerStatistics server) {
        gauge(
                server,
                "iomap.connections",
                "Connections that have finished their opening",
                ServerStatistics::connections);
        gauge(server, "iomap.connections.opening", "Connections in their opening", ServerStatistics::opening);
        gauge(
                server,
                "iomap.waiting.bytes",
                "Replies and events that wait for clients to read",
                ServerStatistics::bytesWaiting);
        counter(server, "iomap.connections.accepted", "Sockets accepted", ServerStatistics::accepted);
        counter(server, "iomap.connections.refused", "Connections refused in their opening", ServerStatistics::refused);
        counter(server, "iomap.received.bytes", "Bytes received", ServerStatistics::bytesReceived);
        counter(server, "iomap.sent.bytes", "Bytes sent", ServerStatistics::bytesSent);
        server.machines().forEach(this::add);
        registry.getPrometheusRegistry().register(new LatencyHistograms(server));
    }

    /** The text of a scrape. */
    String scrape() {
        return registry.scrape();
    }

    private void add(MachineStatistics machine) {
        String name = machine.name();
        FunctionCounter.builder("iomap.accesses", machine, MachineStatistics::accesses)
                .description("Loads and stores; each element of a block is one")
                .tag("machine", name)
                .register(registry);
        for (Family family : Family.values()) {
            FunctionCounter.builder("iomap.failures", machine, counted -> counted.failures(family))
                    .description("Requests that failed, by family")
                    .tags("machine", name, "family", family.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("iomap.processes", machine, MachineStatistics::processes)
                .description("Connections, each a process of the machine")
                .tag("machine", name)
                .register(registry);
        Gauge.builder("iomap.queue.depth", machine, MachineStatistics::queueDepth)
                .description("Requests that have no reply yet")
                .tag("machine", name)
                .register(registry);
    }

    private void gauge(
            ServerStatistics server, String name, String description, ToDoubleFunction<ServerStatistics> value) {
        Gauge.builder(name, server, value).description(description).register(registry);
    }

    private void counter(
            ServerStatistics server, String name, String description, ToDoubleFunction<ServerStatistics> value) {
        FunctionCounter.builder(name, server, value).description(description).register(registry);
    }
}
