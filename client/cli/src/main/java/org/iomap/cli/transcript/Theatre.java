package org.iomap.cli.transcript;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.iomap.cli.ConnectionOptions;
import org.iomap.client.Connector;
import org.iomap.client.RefusedException;
import org.iomap.client.RemoteProcess;

/** Gives each transcript its stage: on the service that was named, or on a private one for each machine. */
final class Theatre implements AutoCloseable {
    private static final String RECORDING = ".trace";
    private static final String RECORDED_MACHINE = "b160l-recorded";

    private final ConnectionOptions connection;
    private final Holes holes;
    private final Map<String, PrivateService> services = new HashMap<>();

    Theatre(ConnectionOptions connection, Holes holes) {
        this.connection = connection;
        this.holes = holes;
    }

    /**
     * Plays a transcript. On a private service the machine is fresh and its clock virtual; on a service that was named
     * only where the transcript needs it, and the clock is of its old kind afterwards.
     *
     * @param file names the machine: see {@link #machineOf}
     */
    Performance play(Transcript transcript, Path file) throws SyntaxException {
        if (!connection.isGiven()) {
            return onFreshMachine(transcript, privateService(machine(file)), holes);
        }
        Supplier<Connector> service = () -> connection.connector(connection.uri());
        if (transcript.needsFreshMachine()) {
            return onFreshMachine(transcript, service, holes);
        }
        try (Stage stage = new Stage(service, holes)) {
            return Performance.of(transcript, stage);
        }
    }

    @Override
    public void close() {
        services.values().forEach(PrivateService::close);
    }

    /** Plays a transcript on the service's machine as switched on, with a virtual clock while it plays. */
    static Performance onFreshMachine(Transcript transcript, Supplier<Connector> service, Holes holes)
            throws SyntaxException {
        try (Stage stage = new Stage(service, holes)) {
            ClockKind before = freshen(stage, transcript);
            try {
                return Performance.of(transcript, stage);
            } finally {
                stage.director().setClock(before);
            }
        }
    }

    /** Returns the kind that the clock had. */
    private static ClockKind freshen(Stage stage, Transcript transcript) throws SyntaxException {
        try {
            ClockKind before = stage.director().clockKind();
            stage.freshen();
            return before;
        } catch (RefusedException noRight) {
            throw new SyntaxException(transcript.name()
                    + ": needs a freshly reset machine with a virtual clock, which the service refuses: "
                    + noRight.detail().text());
        }
    }

    private Supplier<Connector> privateService(String machine) {
        PrivateService service =
                services.computeIfAbsent(machine == null ? "" : machine, name -> PrivateService.start(machine));
        return () -> RemoteProcess.to(service.uri()).deadline(connection.deadline());
    }

    private String machine(Path transcript) {
        return connection.machine() == null ? machineOf(transcript) : connection.machine();
    }

    /**
     * The machine that belongs to a transcript: the file beside it, or for a recording the machine that recordings are
     * of. Null where there is none.
     */
    static String machineOf(Path transcript) {
        String name = transcript.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Path beside = transcript.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".yaml");
        if (Files.isReadable(beside)) {
            return beside.toString();
        }
        return name.endsWith(RECORDING) ? RECORDED_MACHINE : null;
    }
}
