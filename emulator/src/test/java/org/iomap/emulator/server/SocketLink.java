package org.iomap.emulator.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A socket that never makes anybody wait longer than a deadline. */
final class SocketLink implements Link {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final long NAP_NANOS = 20_000;

    private final SocketChannel channel;

    private SocketLink(SocketChannel channel) {
        this.channel = channel;
    }

    /** @param uri where a service listens */
    static SocketLink to(String uri) {
        try {
            SocketAddress address = address(uri);
            SocketChannel channel = address instanceof UnixDomainSocketAddress
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
            channel.connect(address);
            channel.configureBlocking(false);
            return new SocketLink(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SocketAddress address(String uri) {
        if (uri.startsWith("unix:")) {
            return UnixDomainSocketAddress.of(uri.substring("unix:".length()));
        }
        int colon = uri.lastIndexOf(':');
        return new InetSocketAddress(
                uri.substring(uri.indexOf("//") + 2, colon), Integer.parseInt(uri.substring(colon + 1)));
    }

    @Override
    public int writeSome(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                nap(end, "nobody reads");
            }
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            int count = channel.read(into);
            if (count != 0) {
                return count;
            }
            nap(end, "nothing came");
        }
    }

    @Override
    public int readSome(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    private static void nap(long end, String what) {
        if (System.nanoTime() - end > 0) {
            throw new AssertionError(what + " for " + DEADLINE);
        }
        LockSupport.parkNanos(NAP_NANOS);
    }

    @Override
    public void endOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
