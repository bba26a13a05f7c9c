package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.OwnUser;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.ethernet.Segments;
import org.iomap.protocol.Header;
import org.iomap.protocol.Option;

/** One connection to one machine without any socket or thread: bytes in, bytes out, and time by hand. */
final class Desk implements AutoCloseable {
    private static final ListenUri ANONYMOUS = new ListenUri.Tcp("127.0.0.1", 1);
    private static final ListenUri OWNER = new ListenUri.Unix(Path.of("s"));

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Caps caps = new Caps(Map.of());
    private final MachineHost host;
    private final Connection connection;

    /** A client without any right. */
    Desk() {
        this(ANONYMOUS, new Service.Settings().definition("b160l"));
    }

    private Desk(ListenUri uri, MachineDefinition definition) {
        channel.freezeTime();
        EventLoop loop = channel.eventLoop();
        host = new MachineHost(definition, loop, caps, new Segments(), List::of);
        Map<EventLoop, Ticks> ticks = new LinkedHashMap<>(Map.of(loop, new Ticks(loop)));
        ServerConfiguration configuration =
                new ServerConfiguration(List.of(uri), null, null, 0, ServerConfiguration.DEFAULT_SOCKET_MODE, Map.of());
        connection = new Connection(
                caps, new Reception(configuration, Map.of(definition.name(), host), ticks, caps, ownUser()), uri);
        channel.pipeline().addLast(connection);
        channel.pipeline().fireChannelActive();
    }

    /** A client with all rights. */
    static Desk ofOwner() {
        return ofOwner(new Service.Settings());
    }

    static Desk ofOwner(Service.Settings settings) {
        return new Desk(OWNER, settings.definition("b160l"));
    }

    /** Says hello. */
    Peer open(Option... options) {
        Peer peer = new Peer(link());
        peer.hello(options);
        return peer;
    }

    /** Every byte is there at once, or never. */
    private Link link() {
        return new Link() {
            private final ByteBuf unread = Unpooled.buffer();

            @Override
            public int writeSome(ByteBuffer bytes) {
                int count = bytes.remaining();
                write(bytes);
                return count;
            }

            @Override
            public void write(ByteBuffer bytes) {
                if (isOpen()) {
                    receive(Unpooled.wrappedBuffer(bytes));
                }
            }

            @Override
            public int read(ByteBuffer into) {
                unread.writeBytes(sent());
                if (!unread.isReadable() && isOpen()) {
                    throw new AssertionError("nothing was sent");
                }
                int count = Math.min(into.remaining(), unread.readableBytes());
                unread.readBytes(into.limit(into.position() + count));
                return count == 0 ? -1 : count;
            }

            @Override
            public int readSome(ByteBuffer into) {
                unread.writeBytes(sent());
                return unread.isReadable() ? read(into) : 0;
            }

            @Override
            public void endOutput() {
                channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
                channel.runPendingTasks();
            }

            @Override
            public void close() {
                channel.close();
            }
        };
    }

    private static OwnUser ownUser() {
        try {
            return OwnUser.find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MachineHost host() {
        return host;
    }

    Caps caps() {
        return caps;
    }

    /** Lets bytes arrive at once. */
    Desk receive(ByteBuf bytes) {
        // As from a socket: the buffer is the connection's own.
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
        channel.runPendingTasks();
        return this;
    }

    void seconds(int count) {
        for (int i = 0; i < count; i++) {
            connection.tick();
            channel.runPendingTasks();
        }
    }

    /** Runs what has been scheduled. */
    void run() {
        channel.runPendingTasks();
    }

    /** Lets time pass for whatever waits on the machine's thread. */
    void advance(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
        // What an alarm had to say goes out in a task of its own.
        channel.runPendingTasks();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Everything that was sent since the last time. */
    ByteBuf sent() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            all.writeBytes(bytes);
            bytes.release();
        }
        return all;
    }

    List<Frame> frames() {
        ByteBuf all = sent();
        List<Frame> frames = new ArrayList<>();
        while (all.readableBytes() >= Header.LENGTH) {
            frames.add(new Frame(all.readSlice(all.getInt(all.readerIndex()))));
        }
        return frames;
    }

    /** The client is gone. */
    void hangUp() {
        channel.close();
        channel.runPendingTasks();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
