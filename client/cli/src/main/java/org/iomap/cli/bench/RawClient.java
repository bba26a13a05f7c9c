package org.iomap.cli.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes to an echo and back, with nothing but a socket channel. */
final class RawClient implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer out;
    private final ByteBuffer in;

    private RawClient(SocketChannel channel, int bytes) {
        this.channel = channel;
        out = ByteBuffer.allocateDirect(bytes);
        in = ByteBuffer.allocateDirect(bytes);
    }

    static RawClient connect(String socket, int bytes, boolean blocking) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(blocking);
            return new RawClient(channel, bytes);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    void exchange() throws IOException {
        out.clear();
        in.clear();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                throw new EOFException("the echo has closed");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
