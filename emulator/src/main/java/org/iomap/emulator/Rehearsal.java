package org.iomap.emulator;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.server.Server;

/** A start, a visit and a stop, so that the build sees which classes they need. */
final class Rehearsal {
    private Rehearsal() {}

    static void perform(List<MachineDefinition> machines) throws IOException {
        Path directory = Files.createTempDirectory("iomap");
        Path socket = directory.resolve("iomap.sock");
        ServerConfiguration configuration = new ServerConfiguration(
                List.of(new ListenUri.Unix(socket)),
                null,
                null,
                0,
                ServerConfiguration.DEFAULT_SOCKET_MODE,
                Service.limits(machines));
        try (Server server = Server.start(configuration, machines)) {
            SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
            NextCommand.list(server.listening().get(0));
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(directory);
        }
    }
}
