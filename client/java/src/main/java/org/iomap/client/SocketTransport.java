package org.iomap.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A UNIX-domain or TCP socket in non-blocking mode. */
final class SocketTransport implements Transport {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int BUFFER_BYTES = 1 << 20;

    private final SocketChannel channel;
    private final Readiness readable;
    private final Readiness writable;

    private SocketTransport(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.readable = new Readiness(channel, SelectionKey.OP_READ);
        this.writable = new Readiness(channel, SelectionKey.OP_WRITE);
    }

    /** @param deadline of System.nanoTime() */
    static SocketTransport connect(Endpoint endpoint, long deadline) throws IOException {
        return endpoint.isUnix() ? connectUnix(endpoint, deadline) : connectTcp(endpoint, deadline);
    }

    private static SocketTransport connectUnix(Endpoint endpoint, long deadline) throws IOException {
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
                channel.connect(endpoint.address());
                return new SocketTransport(channel);
            } catch (ConnectException e) {
                channel.close();
                throw e;
            } catch (IOException e) {
                channel.close();
                if (System.nanoTime() > deadline || !isFull(e)) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** EAGAIN: a UNIX socket does not wait for room in the queue when it must not block. */
    private static boolean isFull(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("Resource temporarily unavailable");
    }

    private static SocketTransport connectTcp(Endpoint endpoint, long deadline) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(endpoint.address());
            try (Readiness connected = new Readiness(channel, SelectionKey.OP_CONNECT)) {
                while (!channel.finishConnect()) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        throw new ConnectException("no answer from " + endpoint.uri());
                    }
                    connected.await(left);
                }
            }
            return new SocketTransport(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public boolean hasBuffered() {
        return false;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return channel.write(from);
    }

    @Override
    public boolean hasUnsent() {
        return false;
    }

    @Override
    public void awaitReadable(long nanos) throws IOException {
        readable.await(nanos);
    }

    @Override
    public void awaitWritable(long nanos) throws IOException {
        writable.await(nanos);
    }

    @Override
    public Readiness watch() throws IOException {
        return new Readiness(channel, SelectionKey.OP_READ);
    }

    @Override
    public void close() {
        // The socket is closed for the other side once no sleeper holds it any more.
        for (Closeable part : List.of(readable, writable, channel)) {
            try {
                part.close();
            } catch (IOException e) {
                // There is nobody left to tell.
            }
        }
    }
}
