package org.iomap.emulator.server;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.iomap.protocol.Header;
import org.iomap.protocol.Opcode;

/**
 * A UNIX socket that receives message by message, and takes the descriptor that comes with a SHARE: Java's own sockets
 * drop it.
 */
final class DescriptorLink implements Link {
    private static final int DESCRIPTOR_AT = Header.LENGTH + 3 * Long.BYTES - 1;
    private static final byte BESIDE = 0x64;
    private static final long NAP_NANOS = 20_000;

    private final Socket socket = Socket.newSocketDomain();
    private final ByteBuffer message = ByteBuffer.allocateDirect(1 << 17).limit(0);
    private int descriptor = -1;

    DescriptorLink(Path path) {
        try {
            until("connect", () -> socket.connect(new DomainSocketAddress(path.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Attempt {
        boolean succeeds() throws IOException;
    }

    private static void until(String what, Attempt attempt) throws IOException {
        long end = System.nanoTime() + SocketLink.DEADLINE.toNanos();
        while (!attempt.succeeds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no " + what + " for " + SocketLink.DEADLINE);
            }
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    /** The file that the last SHARE was answered with. */
    Path path() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    /** How its descriptor was opened: what fcntl(F_GETFL) says. */
    int flags() throws IOException {
        String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor)).stream()
                .filter(line -> line.startsWith("flags:"))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(flags.substring("flags:".length()).trim(), 8);
    }

    @Override
    public int writeSome(ByteBuffer bytes) throws IOException {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes.duplicate());
        int count = socket.write(direct, 0, direct.capacity());
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        until("reader", () -> {
            writeSome(bytes);
            return !bytes.hasRemaining();
        });
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!message.hasRemaining()) {
            message.clear();
            receive(Header.LENGTH);
            int length = message.getInt(0);
            boolean isShared =
                    message.getShort(Header.OPCODE_AT) == Opcode.SHARE.number() && message.getInt(Header.AUX_AT) == 0;
            if (isShared) {
                receive(DESCRIPTOR_AT);
                forget();
                until("descriptor", () -> (descriptor = socket.recvFd()) > 0);
                message.put(BESIDE);
            }
            receive(length);
            message.flip();
        }
        int count = Math.min(into.remaining(), message.remaining());
        into.put(into.position(), message, message.position(), count);
        into.position(into.position() + count);
        message.position(message.position() + count);
        return count;
    }

    private void forget() throws IOException {
        if (descriptor > 0) {
            new FileDescriptor(descriptor).close();
            descriptor = -1;
        }
    }

    private void receive(int length) throws IOException {
        until("message", () -> {
            int count = socket.read(message, message.position(), length);
            message.position(message.position() + Math.max(0, count));
            return message.position() == length;
        });
    }

    @Override
    public int readSome(ByteBuffer into) throws IOException {
        return read(into);
    }

    @Override
    public void endOutput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        try {
            socket.close();
            forget();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
