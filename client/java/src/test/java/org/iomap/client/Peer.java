package org.iomap.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.iomap.protocol.Event;
import org.iomap.protocol.Events;
import org.iomap.protocol.Feature;
import org.iomap.protocol.FeatureId;
import org.iomap.protocol.Header;
import org.iomap.protocol.Hello;
import org.iomap.protocol.Limit;
import org.iomap.protocol.LimitValue;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Part;
import org.iomap.protocol.Replies;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.Requests;
import org.iomap.protocol.Welcome;

/** A server that does what a test wants, right or wrong. Each connection is played by a thread of its own. */
final class Peer implements AutoCloseable {
    private final Path directory;
    private final Path socket;
    private final ServerSocketChannel listener;
    private final Script script;

    /** What the server does with one connection; it is closed afterwards. */
    interface Script {
        void play(Session session) throws IOException;
    }

    Peer(Script script) {
        this.script = script;
        try {
            directory = Files.createTempDirectory("peer");
            socket = directory.resolve("socket");
            listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                start(() -> play(channel));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void play(SocketChannel channel) {
        try (channel) {
            script.play(new Session(channel));
        } catch (IOException e) {
            // The client is gone: many tests end like that.
        }
    }

    String uri() {
        return "unix:" + socket;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
        Files.deleteIfExists(directory);
    }

    /** One connection, seen from the server. */
    static final class Session {
        private final SocketChannel channel;
        private final DataInputStream in;
        private int flags;

        Session(SocketChannel channel) {
            this.channel = channel;
            in = new DataInputStream(Channels.newInputStream(channel));
        }

        /** Takes the opening in, and answers it with default limits. */
        Hello open() throws IOException {
            return open(Map.of());
        }

        Hello open(Map<Limit, Long> limits) throws IOException {
            Hello hello = (Hello) next();
            send(welcome(hello.requestId(), limits));
            return hello;
        }

        static Welcome welcome(long id, Map<Limit, Long> changed) {
            List<LimitValue> limits = new ArrayList<>();
            for (Limit limit : Limit.values()) {
                limits.add(new LimitValue(limit.number(), changed.getOrDefault(limit, limit.defaultValue())));
            }
            List<FeatureId> features = new ArrayList<>();
            for (Feature feature : Feature.values()) {
                features.add(new FeatureId(feature.number()));
            }
            return new Welcome(id, 1, 0, 7, 1000, 1000, 0, "peer", "b160l", List.of(), features, limits);
        }

        /** @throws EOFException when the client has closed */
        Request next() throws IOException {
            ByteBuf frame = nextFrame();
            return Requests.decode(Opcode.of(frame.getUnsignedShort(Header.OPCODE_AT)), frame);
        }

        ByteBuf nextFrame() throws IOException {
            int length = in.readInt();
            byte[] frame = new byte[length];
            ByteBuffer.wrap(frame).putInt(length);
            in.readFully(frame, Integer.BYTES, length - Integer.BYTES);
            flags = frame[Header.FLAGS_AT] & 0xFF;
            return Unpooled.wrappedBuffer(frame);
        }

        boolean wasPosted() {
            return (flags & Header.FLAG_POSTED) != 0;
        }

        void send(Reply reply) throws IOException {
            send(bytes(reply));
        }

        void sendMore(Part part) throws IOException {
            ByteBuf out = Unpooled.buffer();
            Replies.encodeMore(part, out);
            send(out);
        }

        void sendError(org.iomap.protocol.Failure failure) throws IOException {
            ByteBuf out = Unpooled.buffer();
            Replies.encodeError(failure, out);
            send(out);
        }

        void send(Event event) throws IOException {
            ByteBuf out = Unpooled.buffer();
            Events.encode(event, out);
            send(out);
        }

        void send(ByteBuf bytes) throws IOException {
            ByteBuffer all = bytes.nioBuffer();
            while (all.hasRemaining()) {
                channel.write(all);
            }
        }

        void ping(int id) throws IOException {
            send(Unpooled.buffer()
                    .writeInt(Header.LENGTH)
                    .writeByte(MessageType.REQUEST.number())
                    .writeByte(0)
                    .writeShort(Opcode.PING.number())
                    .writeInt(id)
                    .writeInt(0));
        }

        static ByteBuf bytes(Reply reply) {
            ByteBuf out = Unpooled.buffer();
            Replies.encode(reply, out);
            return out;
        }

        /** Keeps the connection open and says nothing, until the client closes. */
        void beSilent() throws IOException {
            while (in.read() >= 0) {
                // Whatever it says.
            }
        }
    }
}
