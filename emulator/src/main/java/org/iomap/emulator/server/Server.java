package org.iomap.emulator.server;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.OwnUser;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.configuration.TlsFiles;
import org.iomap.emulator.ethernet.Segments;
import org.iomap.emulator.metrics.ServerStatistics;
import org.iomap.protocol.MachineEntry;

/** The service: machines on their event loops, and the sockets that lead to them. */
public final class Server implements AutoCloseable {
    private static final long SECONDS_TO_STOP = 3;

    private final EventLoopGroup loops;
    private final Map<String, MachineHost> machines = new LinkedHashMap<>();
    private final Map<EventLoop, Ticks> ticks = new LinkedHashMap<>();
    private final Caps caps;
    private final Reception reception;
    private final Listeners listeners;
    private final Statistics statistics;
    private boolean isClosed;

    private Server(ServerConfiguration configuration, List<MachineDefinition> definitions) throws IOException {
        Transport transport = new Transport();
        int threads = Math.min(definitions.size(), Runtime.getRuntime().availableProcessors());
        loops = transport.eventLoops(threads, configuration.spinNanos());
        caps = new Caps(configuration.limits());
        for (EventExecutor loop : loops) {
            ticks.put((EventLoop) loop, new Ticks((EventLoop) loop));
        }
        Segments segments = new Segments();
        for (MachineDefinition definition : definitions) {
            machines.put(
                    definition.name(), new MachineHost(definition, loops.next(), caps, segments, this::machineEntries));
        }
        statistics = new Statistics(caps, machines.values());
        reception = new Reception(configuration, machines, ticks, caps, OwnUser.find());
        listeners = new Listeners(configuration, transport, loops, caps, reception, tls(configuration.tls()));
    }

    /**
     * Switches the machines on and listens.
     *
     * @throws IOException if an address cannot be listened on; nothing is left running
     */
    public static Server start(ServerConfiguration configuration, List<MachineDefinition> machines) throws IOException {
        Server server = new Server(configuration, machines);
        try {
            for (ListenUri uri : configuration.listen()) {
                server.listeners.open(uri);
            }
            return server;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private static SslContext tls(TlsFiles files) throws IOException {
        if (files == null) {
            return null;
        }
        SslContextBuilder builder = SslContextBuilder.forServer(
                        files.certificate().toFile(), files.key().toFile())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2");
        if (files.clientAuthority() != null) {
            builder.trustManager(files.clientAuthority().toFile()).clientAuth(ClientAuth.REQUIRE);
        }
        return builder.build();
    }

    private List<MachineEntry> machineEntries() {
        return machines.values().stream().map(MachineHost::entry).toList();
    }

    /** The URIs that clients connect to, with the ports that were chosen. */
    public List<String> listening() {
        return listeners.listening();
    }

    /** What has been counted, for any thread to read. */
    public ServerStatistics statistics() {
        return statistics;
    }

    /** The machines, in the order of their definitions. */
    List<MachineHost> hosts() {
        return List.copyOf(machines.values());
    }

    /** The connections that are on an event loop. To be asked there. */
    Ticks ticks(EventLoop loop) {
        return ticks.get(loop);
    }

    Caps caps() {
        return caps;
    }

    /** Stops: listens no more, tells everybody, waits a moment for them, and ends (EN-1). */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        statistics.stopping();
        listeners.close();
        reception.close();
        machines.values().forEach(host -> host.loop().execute(host::shutDown));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_STOP);
        while (caps.connections() + caps.opening() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        loops.shutdownGracefully(0, SECONDS_TO_STOP, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
