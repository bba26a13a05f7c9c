package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.iomap.emulator.configuration.Access;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.configuration.TlsFiles;
import org.iomap.emulator.configuration.Token;
import org.iomap.emulator.kernel.BusErrorSetting;
import org.iomap.emulator.kernel.KernelConfiguration;
import org.iomap.emulator.machine.ClockKind;
import org.iomap.emulator.machine.MachineConfiguration;
import org.iomap.protocol.Limit;

/** The whole service in this process, on a socket in a directory of its own. */
final class Service implements AutoCloseable {
    private final Server server;
    private final Path directory;
    private final long pinnedBefore;

    private Service(Server server, Path directory, long pinnedBefore) {
        this.server = server;
        this.directory = directory;
        this.pinnedBefore = pinnedBefore;
    }

    /** One built-in machine, whose clock stands. */
    static Service start() {
        return new Settings().start();
    }

    /** What is different from the built-in settings. */
    static final class Settings {
        final List<String> listen = new ArrayList<>();
        final List<String> machines = new ArrayList<>(List.of("b160l"));
        final Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        Access access = Access.builtIn();
        BusErrorSetting busError = BusErrorSetting.SIGBUS;
        ClockKind clock = ClockKind.VIRTUAL;
        int traceEntries = 1024;
        final Map<String, Map<String, String>> modules = new LinkedHashMap<>();
        Token ownerToken;
        TlsFiles tls;
        int socketMode = ServerConfiguration.DEFAULT_SOCKET_MODE;

        Settings limit(Limit limit, long value) {
            limits.put(limit, value);
            return this;
        }

        Settings listen(String uri) {
            listen.add(uri);
            return this;
        }

        Settings machine(String name) {
            machines.add(name);
            return this;
        }

        Settings hpmc() {
            busError = BusErrorSetting.HPMC;
            return this;
        }

        Settings realClock() {
            clock = ClockKind.REAL;
            return this;
        }

        /** What is said of a module, of all machines alike. */
        Settings module(String name, Map<String, String> values) {
            modules.put(name, values);
            return this;
        }

        ServerConfiguration configuration(Path directory) throws Exception {
            List<ListenUri> uris = new ArrayList<>();
            uris.add(ListenUri.parse("unix:" + directory.resolve("s")));
            for (String uri : listen) {
                uris.add(ListenUri.parse(uri));
            }
            return new ServerConfiguration(uris, ownerToken, tls, 0, socketMode, limits);
        }

        MachineDefinition definition(String name) {
            KernelConfiguration builtIn = KernelConfiguration.builtIn();
            Map<Limit, Long> all = new EnumMap<>(MachineDefinition.defaultLimits());
            all.putAll(limits);
            return new MachineDefinition(
                    name,
                    hardware(),
                    new KernelConfiguration(
                            busError, false, builtIn.drivers(), builtIn.deviceFiles(), builtIn.limits()),
                    access,
                    all);
        }

        private MachineConfiguration hardware() {
            MachineConfiguration hardware =
                    MachineConfiguration.builtIn().with(clock).withTraceEntries(traceEntries);
            for (Map.Entry<String, Map<String, String>> module : modules.entrySet()) {
                hardware = hardware.with(module.getKey(), new org.iomap.emulator.machine.Settings(module.getValue()));
            }
            return hardware;
        }

        Service start() {
            try {
                Path directory = Files.createTempDirectory("iomap");
                long pinned = pinned();
                ServerConfiguration configuration = configuration(directory);
                List<MachineDefinition> definitions =
                        machines.stream().map(this::definition).toList();
                configuration.check(definitions);
                return new Service(Server.start(configuration, definitions), directory, pinned);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    String uri() {
        return "unix:" + socket();
    }

    /** The address that was asked for as {@code n}-th, counted from 1: the socket in the file system is the 0-th. */
    String uri(int n) {
        return server.listening().get(n);
    }

    Path socket() {
        return directory.resolve("s");
    }

    Path directory() {
        return directory;
    }

    MachineHost host() {
        return server.hosts().get(0);
    }

    Caps caps() {
        return server.caps();
    }

    Server server() {
        return server;
    }

    /** Runs something on the machine's thread. */
    <T> T on(EventLoop loop, Callable<T> task) {
        return loop.submit(task).syncUninterruptibly().getNow();
    }

    <T> T onMachine(Callable<T> task) {
        return on(host().loop(), task);
    }

    /** Lets seconds pass for every connection of the first machine's thread. */
    void seconds(int count) {
        onMachine(() -> {
            for (int i = 0; i < count; i++) {
                server.ticks(host().loop()).connections().forEach(Connection::tick);
            }
            return null;
        });
    }

    /** Waits until nothing is left of any client: EN-3. */
    void awaitBaseline() {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> {
                    assertThat(caps().connections()).as("connections").isZero();
                    assertThat(caps().opening()).as("openings").isZero();
                    assertThat(caps().blockedBytes()).as("bytes that wait").isZero();
                    for (MachineHost host : server.hosts()) {
                        on(host.loop(), () -> {
                            assertThat(host.kernel().processes())
                                    .as("processes")
                                    .isEmpty();
                            assertThat(host.kernel().mappings()).as("mappings").isEmpty();
                            assertThat(host.machine().trace().isWatched())
                                    .as("trace subscriptions")
                                    .isFalse();
                            assertThat(host.statistics().queueDepth())
                                    .as("requests that block")
                                    .isZero();
                            return null;
                        });
                    }
                    assertThat(pinned()).as("pooled bytes in use").isLessThanOrEqualTo(pinnedBefore);
                });
    }

    private void passASecond(MachineHost host) {
        try {
            host.loop().execute(() -> server.ticks(host.loop()).connections().forEach(Connection::tick));
        } catch (RejectedExecutionException stopped) {
            // Nobody is left to leave.
        }
    }

    /** Bytes of pooled buffers that are in use. */
    static long pinned() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() + PooledByteBufAllocator.DEFAULT.pinnedHeapMemory();
    }

    /** Stops it. The seconds that clients have to leave pass at once. */
    void stop() {
        Thread stopping = new Thread(server::close, "stopping");
        stopping.start();
        try {
            while (stopping.isAlive()) {
                server.hosts().forEach(this::passASecond);
                stopping.join(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
