package org.iomap.cli.command;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** A terminal at a loopback address, for one client after the other. */
final class TcpTerminal implements Closeable {
    private final ServerSocket server;

    /** What is done with a client's keys and screen. */
    interface Use {
        void of(InputStream keys, OutputStream screen) throws IOException, InterruptedException;
    }

    private TcpTerminal(ServerSocket server) {
        this.server = server;
    }

    /**
     * @param where HOST:PORT; port 0 takes a free one
     * @throws UsageException if others than this host could reach it
     */
    static TcpTerminal at(String where) throws IOException {
        InetSocketAddress address = loopback(where);
        ServerSocket server = new ServerSocket();
        try {
            server.bind(address, 1);
            return new TcpTerminal(server);
        } catch (IOException taken) {
            server.close();
            throw new IOException(where + ": " + taken.getMessage(), taken);
        }
    }

    String name() {
        return "tcp://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits for a client, and serves it until it leaves. */
    void serve(Use use) throws IOException, InterruptedException {
        try (Socket client = server.accept()) {
            client.setTcpNoDelay(true);
            use.of(client.getInputStream(), client.getOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static InetSocketAddress loopback(String where) {
        URI uri = uri(where);
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw notAPlace(where, null);
        }
        InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new UsageException(where + " is not a loopback address: whoever reaches it could type");
        }
        return address;
    }

    private static URI uri(String where) {
        try {
            return URI.create("tcp://" + where);
        } catch (IllegalArgumentException malformed) {
            throw notAPlace(where, malformed);
        }
    }

    private static UsageException notAPlace(String where, Throwable cause) {
        return new UsageException("--tcp takes HOST:PORT, such as 127.0.0.1:4321, not " + where, cause);
    }
}
