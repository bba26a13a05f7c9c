package org.iomap.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.OptionId;

/** Says how to connect, and connects: {@code RemoteProcess.to(uri).machine("b160l").connect()}. Used once. */
public final class Connector {
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);
    private static final Duration DEFAULT_SPIN = Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(50));

    private final Endpoint endpoint;
    private final Opening opening = new Opening();
    private final TlsSettings tls = new TlsSettings();
    private Duration deadline = DEFAULT_DEADLINE;
    private Duration spin = Runtime.getRuntime().availableProcessors() > 1 ? DEFAULT_SPIN : Duration.ZERO;

    Connector(String uri) {
        endpoint = Endpoint.of(uri);
    }

    /** The machine to be a process of; without it the server's first. */
    public Connector machine(String name) {
        opening.name(OptionId.MACHINE, name);
        return this;
    }

    /** Who is calling, where the socket does not tell: over TCP and TLS. */
    public Connector token(byte[] token) {
        opening.token(token);
        return this;
    }

    /** Asks to be another user; the server grants it to those that have the right. */
    public Connector identity(int uid, int gid) {
        opening.identity(uid, gid);
        return this;
    }

    /** What the server calls this process in lists and traces: letters, digits, and {@code . _ -}. */
    public Connector name(String processName) {
        opening.name(OptionId.PROCESS_NAME, processName);
        return this;
    }

    /** How long a call may take; 10 s unless said otherwise. */
    public Connector deadline(Duration most) {
        deadline = most;
        return this;
    }

    /** Asks for a limit of one's own; the lower of both sides holds. */
    public Connector limit(Limit limit, long value) {
        opening.limit(limit, value);
        return this;
    }

    /** Certificates to trust, in PEM; without it those of the Java platform. */
    public Connector trust(Path certificates) {
        tls.trust(certificates);
        return this;
    }

    /** This side's certificate and key, in PKCS #12, for a server that asks for them. */
    public Connector keyStore(Path file, char[] password) {
        tls.keyStore(file, password);
        return this;
    }

    /**
     * How long a waiting thread polls the socket before it sleeps: 50 microseconds unless said otherwise, and nothing
     * on a single processor. Polling saves the 20 microseconds of waking up, and uses the processor meanwhile.
     */
    public Connector spin(Duration longest) {
        spin = longest;
        return this;
    }

    /**
     * Connects and opens.
     *
     * @throws ConnectionLostException if nobody answers
     * @throws RefusedException if the server does not want this process
     * @throws ProtocolFailedException if the two have no version in common
     * @throws DeadlineException if it takes too long
     */
    public RemoteProcess connect() {
        long deadlineNanos = Deadlines.nanos(deadline);
        long until = System.nanoTime() + deadlineNanos;
        Connection connection = new Connection(transport(until), deadlineNanos, Deadlines.nanos(spin));
        try {
            connection.open(opening::hello, until);
            return new RemoteProcess(connection);
        } catch (IomapException e) {
            connection.lose(Loss.of("it was never open"));
            throw e;
        }
    }

    private Transport transport(long until) {
        try {
            SSLEngine engine = endpoint.isTls() ? tls.engine(endpoint) : null;
            SocketTransport socket = SocketTransport.connect(endpoint, until);
            return engine == null ? socket : encrypted(socket, engine, until);
        } catch (IOException e) {
            throw new ConnectionLostException(
                    Opcode.HELLO, Execution.NOT_EXECUTED, endpoint.uri() + ": " + e.getMessage(), e);
        }
    }

    private static Transport encrypted(SocketTransport socket, SSLEngine engine, long until) throws IOException {
        try {
            return TlsTransport.handshake(socket, engine, until);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
