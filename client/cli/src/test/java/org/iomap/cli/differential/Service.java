package org.iomap.cli.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.iomap.cli.transcript.Holes;
import org.iomap.client.Monitor;
import org.iomap.client.RemoteProcess;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.machine.Model;
import org.iomap.emulator.server.Server;

/** Our machine, behind a socket. */
final class Service implements Machine {
    private final Server server;
    private final RemoteProcess process;

    private Service(Server server, RemoteProcess process) {
        this.server = server;
        this.process = process;
    }

    static Service start(Path directory) {
        Path socket = directory.resolve("iomap.sock");
        MachineDefinition machine = MachineDefinition.builtIn(Model.B160L_RECORDED);
        try {
            Server server = Server.start(
                    new ServerConfiguration(
                            List.of(new ListenUri.Unix(socket)),
                            null,
                            null,
                            0,
                            ServerConfiguration.DEFAULT_SOCKET_MODE,
                            machine.limits()),
                    List.of(machine));
            return new Service(server, RemoteProcess.connect("unix:" + socket));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public List<Long> play(List<Step> steps) {
        process.monitor().reset();
        process.monitor().setClock(Monitor.CLOCK_VIRTUAL, 0);
        return steps.stream().map(this::play).toList();
    }

    @Override
    public void close() {
        process.close();
        server.close();
    }

    private Long play(Step step) {
        if (step instanceof Step.Load load) {
            return Holes.READ_ZERO.load(process.monitor(), load.width(), load.address());
        }
        if (step instanceof Step.Store store) {
            Holes.READ_ZERO.store(process.monitor(), store.width(), store.address(), store.value());
        } else if (step instanceof Step.Drive drive) {
            process.monitor().driveLine(drive.chip() + "." + drive.line(), drive.high());
        }
        return 0L;
    }
}
