package org.iomap.emulator;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.iomap.emulator.configuration.ConfigurationException;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.metrics.MetricsEndpoint;
import org.iomap.emulator.server.Server;
import org.iomap.protocol.Limit;

/** The service as the command starts it: the server, its token files, its metrics, and its end. */
final class Service {
    /** Those that are not a machine's: of several machine files the lowest counts. */
    private static final List<Limit> OF_THE_WHOLE_SERVICE = List.of(
            Limit.CONNECTIONS, Limit.CONNECTIONS_PER_UID, Limit.CONNECTIONS_OPENING, Limit.TOTAL_BYTES_IN_FLIGHT);

    private final List<MachineDefinition> machines;
    private final Server server;
    private final OwnerToken token;
    private final MetricsEndpoint metrics;

    private Service(List<MachineDefinition> machines, Server server, OwnerToken token, MetricsEndpoint metrics) {
        this.machines = machines;
        this.server = server;
        this.token = token;
        this.metrics = metrics;
    }

    /**
     * Listens when it returns.
     *
     * @throws ConfigurationException if the options, or a file they name, cannot be used
     * @throws IOException if an address cannot be listened on
     */
    static Service start(Options options, PrintStream out) throws ConfigurationException, IOException {
        List<MachineDefinition> machines = options.machines();
        SocketDirectory directory = SocketDirectory.own();
        List<ListenUri> listen = options.listen();
        InetSocketAddress metricsAddress = options.metrics();
        OwnerToken token = OwnerToken.find(options.tokenFile(), listen);
        ServerConfiguration configuration = new ServerConfiguration(
                listen.isEmpty() ? List.of(directory.socket()) : listen,
                token.token(),
                options.tls(),
                options.spinNanos(),
                options.socketMode(),
                limits(machines));
        configuration.check(machines);
        if (listen.isEmpty()) {
            directory.prepare();
        }
        Server server = Server.start(configuration, machines);
        try {
            if (options.tokenFile() == null) {
                token.leave(directory, server.listening());
            }
            MetricsEndpoint metrics =
                    metricsAddress == null ? null : MetricsEndpoint.start(metricsAddress, server.statistics());
            Service service = new Service(machines, server, token, metrics);
            service.announce(out);
            return service;
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
    }

    static Map<Limit, Long> limits(List<MachineDefinition> machines) {
        Map<Limit, Long> limits = MachineDefinition.defaultLimits();
        for (Limit limit : OF_THE_WHOLE_SERVICE) {
            machines.stream()
                    .mapToLong(machine -> machine.limits().get(limit))
                    .min()
                    .ifPresent(lowest -> limits.put(limit, lowest));
        }
        return limits;
    }

    /** What is served, where, and what to type next. */
    private void announce(PrintStream out) {
        for (MachineDefinition machine : machines) {
            out.println("machine " + machine.name() + ": an HP 9000 B160L, "
                    + machine.machine().clock().name().toLowerCase(java.util.Locale.ROOT) + " clock, bus errors are "
                    + machine.kernel().busError());
        }
        server.listening().forEach(uri -> out.println("listening on " + uri));
        if (metrics != null) {
            out.println("metrics on http://127.0.0.1:" + metrics.address().getPort() + "/metrics");
        }
        out.println("Next, in another terminal: "
                + NextCommand.list(server.listening().get(0)));
        out.flush();
    }

    /** Returns never: SIGTERM and SIGINT end the process, with status 0. */
    void serveUntilStopped() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        while (true) {
            LockSupport.park(this);
        }
    }

    /** Clients are told, accepted requests finish (EN-1). */
    private void stop() {
        try {
            server.close();
            if (metrics != null) {
                metrics.close();
            }
            token.forget();
        } catch (IOException left) {
            System.err.println("iomapd: " + left.getMessage());
        } finally {
            // A virtual machine that a signal ends has a status of its own, 128 and the signal's number.
            Runtime.getRuntime().halt(0);
        }
    }
}
