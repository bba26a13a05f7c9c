package org.iomap.client;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * TLS from the first byte over a socket: HS-7. Reading and writing may be done by two threads: each has its own lock,
 * and the engine takes wrap and unwrap at the same time. Renegotiation is not supported: TLS 1.3 has none.
 */
final class TlsTransport implements Transport {
    private static final int PACKETS = 4;

    private final SocketTransport socket;
    private final SSLEngine engine;
    private final ByteBuffer encryptedIn;
    private final ByteBuffer encryptedOut;
    private final ByteBuffer plain;
    private final Object writing = new Object();

    private TlsTransport(SocketTransport socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        encryptedIn = ByteBuffer.allocateDirect(PACKETS * packet).flip();
        encryptedOut = ByteBuffer.allocateDirect(PACKETS * packet).flip();
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .flip();
    }

    /** @param deadline of System.nanoTime() */
    static TlsTransport handshake(SocketTransport socket, SSLEngine engine, long deadline) throws IOException {
        TlsTransport transport = new TlsTransport(socket, engine);
        engine.beginHandshake();
        ByteBuffer nothing = ByteBuffer.allocate(0);
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING || transport.hasUnsent()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new ConnectException("the TLS handshake takes too long");
            }
            transport.step(nothing, left);
        }
        return transport;
    }

    private void step(ByteBuffer nothing, long nanos) throws IOException {
        if (hasUnsent()) {
            if (!flush()) {
                socket.awaitWritable(nanos);
            }
            return;
        }
        switch (engine.getHandshakeStatus()) {
            case NEED_WRAP -> wrap(nothing);
            case NEED_TASK -> runTasks();
            default -> {
                if (fill() < 0) {
                    throw new IOException("the server closed the connection in the TLS handshake");
                }
                if (plain.hasRemaining()) {
                    throw new IOException("the server spoke before the TLS handshake was over");
                }
                if (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP && !hasBuffered()) {
                    socket.awaitReadable(nanos);
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!plain.hasRemaining()) {
            int count = fill();
            if (!plain.hasRemaining()) {
                return count < 0 ? -1 : 0;
            }
        }
        int count = Math.min(plain.remaining(), into.remaining());
        into.put(into.position(), plain, plain.position(), count);
        into.position(into.position() + count);
        plain.position(plain.position() + count);
        return count;
    }

    /** Decrypts one packet into {@code plain}; returns -1 at the end of the stream. */
    private int fill() throws IOException {
        while (true) {
            SSLEngineResult result = decrypt();
            switch (result.getStatus()) {
                case OK -> {
                    answerHandshake();
                    if (plain.hasRemaining() || isHandshaking()) {
                        return plain.remaining();
                    }
                }
                case CLOSED -> {
                    return -1;
                }
                default -> {
                    int count = receive();
                    if (count <= 0) {
                        return count;
                    }
                }
            }
        }
    }

    private SSLEngineResult decrypt() throws IOException {
        plain.clear();
        try {
            return engine.unwrap(encryptedIn, plain);
        } finally {
            plain.flip();
        }
    }

    private int receive() throws IOException {
        encryptedIn.compact();
        try {
            return socket.read(encryptedIn);
        } finally {
            encryptedIn.flip();
        }
    }

    private boolean isHandshaking() {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    /** After the opening only a key update asks for an answer; it is small and goes out with the next write. */
    private void answerHandshake() throws IOException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            runTasks();
        }
    }

    @Override
    public boolean hasBuffered() {
        return plain.hasRemaining() || hasWholePacket();
    }

    /** A TLS record: type u8, version u16, length u16, and as many bytes. */
    private boolean hasWholePacket() {
        int at = encryptedIn.position();
        return encryptedIn.remaining() >= 5
                && encryptedIn.remaining() >= 5 + Short.toUnsignedInt(encryptedIn.getShort(at + 3));
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        synchronized (writing) {
            int before = from.remaining();
            while (flush() && from.hasRemaining()) {
                wrap(from);
            }
            return before - from.remaining();
        }
    }

    private void wrap(ByteBuffer from) throws IOException {
        encryptedOut.compact();
        try {
            SSLEngineResult result = engine.wrap(from, encryptedOut);
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                throw new IOException("TLS is closed");
            }
        } finally {
            encryptedOut.flip();
        }
    }

    /** Returns true when everything encrypted has left. */
    private boolean flush() throws IOException {
        while (encryptedOut.hasRemaining()) {
            if (socket.write(encryptedOut) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean hasUnsent() {
        return encryptedOut.hasRemaining();
    }

    @Override
    public void awaitReadable(long nanos) throws IOException {
        if (!hasBuffered()) {
            socket.awaitReadable(nanos);
        }
    }

    @Override
    public void awaitWritable(long nanos) throws IOException {
        socket.awaitWritable(nanos);
    }

    @Override
    public Readiness watch() throws IOException {
        return socket.watch();
    }

    @Override
    public void close() {
        socket.close();
    }
}
