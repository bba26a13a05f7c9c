package org.iomap.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.configuration.TlsFiles;
import org.iomap.emulator.server.Server;

/** The real service with the built-in machine, on a UNIX socket and on TCP. */
public final class Service implements AutoCloseable {
    private static final long SPIN_NANOS = 50_000;

    private final Path directory;
    private final Server server;

    public Service() {
        this(null);
    }

    /** @param tls where it is not null, the service listens on TLS as well */
    Service(TlsFiles tls) {
        try {
            directory = Files.createTempDirectory("service");
            ListenUri unix = new ListenUri.Unix(directory.resolve("socket"));
            ListenUri tcp = tls == null ? new ListenUri.Tcp("127.0.0.1", 0) : new ListenUri.Tls("localhost", 0);
            ServerConfiguration configuration = new ServerConfiguration(
                    List.of(unix, tcp),
                    null,
                    tls,
                    SPIN_NANOS,
                    ServerConfiguration.DEFAULT_SOCKET_MODE,
                    MachineDefinition.defaultLimits());
            server = Server.start(configuration, List.of(MachineDefinition.builtIn()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The UNIX socket: its owner has all rights. */
    public String unix() {
        return server.listening().get(0);
    }

    /** TCP, or TLS. */
    String tcp() {
        return server.listening().get(1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(directory.resolve("socket"));
        Files.deleteIfExists(directory);
    }
}
