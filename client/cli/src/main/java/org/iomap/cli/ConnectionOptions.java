package org.iomap.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.iomap.cli.command.CannotConnectException;
import org.iomap.cli.command.DurationConverter;
import org.iomap.cli.command.UsageException;
import org.iomap.client.ConnectionLostException;
import org.iomap.client.Connector;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Option;

/** Which service, which machine, and as whom: the options of every verb that connects. */
public final class ConnectionOptions {
    @Option(
            names = "--connect",
            paramLabel = "URI",
            order = 90,
            description = "The service: unix:/PATH, tcp://HOST:PORT or tls://HOST:PORT. Default: $$IOMAP_CONNECT, "
                    + "else the socket that iomapd opens by itself.")
    private String uri;

    @Option(
            names = "--machine",
            paramLabel = "NAME",
            order = 91,
            description = "The machine; see `iomap machines'. Default: the service's first.")
    private String machine;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            order = 92,
            description =
                    "Holds the token that TCP and TLS ask for. Default for tcp: what iomapd left beside its socket.")
    private Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            order = 93,
            description = "Certificates (PEM) that a tls:// service is checked against.")
    private Path certificates;

    @Option(
            names = "--uid",
            paramLabel = "UID[:GID]",
            order = 94,
            description = "Be this user of the machine; needs the right to. Default: who you are.")
    private String identity;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            order = 95,
            converter = DurationConverter.class,
            defaultValue = "10s",
            description = "Give up when an answer takes longer: 500ms, 10s, 2m. Default: ${DEFAULT-VALUE}.")
    private Duration deadline = Duration.ofSeconds(10);

    /** True when the command line itself says which service. */
    public boolean isGiven() {
        return uri != null;
    }

    public String uri() {
        return uri == null ? defaultUri(System.getenv(), System.getProperty("user.name")) : uri;
    }

    /** Null when the service chooses. */
    public String machine() {
        return machine;
    }

    public Duration deadline() {
        return deadline;
    }

    /**
     * A process of the machine.
     *
     * @param name as `iomap map' and the trace show it
     * @throws CannotConnectException if nobody answers
     */
    public RemoteProcess connect(String name) {
        try {
            return connector(uri()).name(name).connect();
        } catch (ConnectionLostException nobodyThere) {
            throw new CannotConnectException(uri(), nobodyThere);
        } catch (IllegalArgumentException notAUri) {
            throw new UsageException(notAUri.getMessage(), notAUri);
        }
    }

    /** Everything these options say, for a service at {@code uri}. */
    public Connector connector(String uri) {
        Connector connector = RemoteProcess.to(uri).deadline(deadline);
        if (machine != null) {
            connector.machine(machine);
        }
        byte[] token = token(uri);
        if (token.length > 0) {
            connector.token(token);
        }
        if (certificates != null) {
            connector.trust(certificates);
        }
        if (identity != null) {
            String[] ids = identity.split(":", 2);
            connector.identity(id(ids[0]), id(ids[ids.length - 1]));
        }
        return connector;
    }

    static String defaultUri(Map<String, String> environment, String user) {
        String chosen = environment.get("IOMAP_CONNECT");
        return chosen == null || chosen.isEmpty()
                ? "unix:" + socketDirectory(environment, user) + "/iomap.sock"
                : chosen;
    }

    private static String socketDirectory(Map<String, String> environment, String user) {
        String runtime = environment.get("XDG_RUNTIME_DIR");
        return runtime == null || runtime.isEmpty() ? "/tmp/iomap-" + user : runtime;
    }

    private byte[] token(String uri) {
        Path file = tokenFile == null ? tokenBesideSocket(uri) : tokenFile;
        if (file == null) {
            return new byte[0];
        }
        try {
            return Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new UsageException("cannot read the token file " + file, unreadable);
        }
    }

    /** Null when there is none. */
    private static Path tokenBesideSocket(String uri) {
        if (!uri.startsWith("tcp://")) {
            return null;
        }
        int port = URI.create(uri).getPort();
        Path file =
                Path.of(socketDirectory(System.getenv(), System.getProperty("user.name")), "tcp-" + port + ".token");
        return Files.isReadable(file) ? file : null;
    }

    private static int id(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException notANumber) {
            throw new UsageException("--uid takes numbers, UID or UID:GID, not " + text, notANumber);
        }
    }
}
