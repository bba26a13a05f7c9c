package org.iomap.c;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.server.Server;

/** The real service with machines of its own, on a UNIX socket and on TCP, for programs that are other processes. */
final class Service implements AutoCloseable {
    private static final long SPIN_NANOS = 50_000;

    private final Path directory;
    private final Server server;

    Service() {
        this(MachineDefinition.builtIn());
    }

    Service(MachineDefinition machine) {
        try {
            directory = Files.createTempDirectory("service");
            ServerConfiguration configuration = new ServerConfiguration(
                    List.of(new ListenUri.Unix(directory.resolve("socket")), new ListenUri.Tcp("127.0.0.1", 0)),
                    null,
                    null,
                    SPIN_NANOS,
                    ServerConfiguration.DEFAULT_SOCKET_MODE,
                    MachineDefinition.defaultLimits());
            server = Server.start(configuration, List.of(machine));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The UNIX socket: its owner has all rights. */
    String unix() {
        return server.listening().get(0);
    }

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
