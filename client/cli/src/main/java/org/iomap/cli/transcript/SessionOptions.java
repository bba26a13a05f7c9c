package org.iomap.cli.transcript;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.iomap.cli.ConnectionOptions;
import org.iomap.cli.command.Watcher;
import org.iomap.client.Connector;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** On which service a session by hand takes place. */
final class SessionOptions {
    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--private",
            description = "On a private service with a virtual clock, which is stopped at the end.")
    private boolean isPrivate;

    /**
     * A session until its input ends.
     *
     * @param record see {@link Session}
     */
    int run(PrintWriter out, PrintWriter record) throws IOException {
        if (!isPrivate) {
            return run(() -> connection.connector(connection.uri()), out, record);
        }
        try (PrivateService service = PrivateService.start(connection.machine())) {
            return run(() -> RemoteProcess.to(service.uri()).deadline(connection.deadline()), out, record);
        }
    }

    private int run(Supplier<Connector> service, PrintWriter out, PrintWriter record) throws IOException {
        boolean atTerminal = Watcher.isThere();
        try (Stage stage = new Stage(service, Holes.FAIL);
                Lines lines = atTerminal ? Lines.typed(new Completion(stage)) : Lines.piped()) {
            if (isPrivate) {
                stage.freshen();
            }
            Session session = new Session(stage, out, !atTerminal, record);
            String line = lines.next();
            while (line != null && session.enter(line)) {
                line = lines.next();
            }
            return session.hasFailed() && !atTerminal ? 1 : 0;
        }
    }
}
