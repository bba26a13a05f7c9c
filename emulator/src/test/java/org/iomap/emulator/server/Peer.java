package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.iomap.protocol.Controlled;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Feature;
import org.iomap.protocol.Header;
import org.iomap.protocol.Hello;
import org.iomap.protocol.Ioctl;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Load;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Open;
import org.iomap.protocol.Opened;
import org.iomap.protocol.Option;
import org.iomap.protocol.OptionId;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.Requests;
import org.iomap.protocol.Store;
import org.iomap.protocol.Stored;
import org.iomap.protocol.Subscribe;
import org.iomap.protocol.Subscribed;
import org.iomap.protocol.Welcome;
import org.iomap.protocol.Width;

/** A client that sends whatever it is told to, and reads one message at a time. */
final class Peer implements AutoCloseable {
    static final long IOMAPMAP = 0xC004_4D01L;

    private static final int READ_WRITE = 2;

    private final Link link;
    private final ByteBuf received = Unpooled.buffer();
    private final Queue<Frame> events = new ArrayDeque<>();
    private long lastId;

    Peer(Link link) {
        this.link = link;
    }

    /** Connects, and says nothing. */
    static Peer connect(String uri) {
        return new Peer(SocketLink.to(uri));
    }

    /** Connects and says hello, with all features. */
    static Peer at(String uri, Option... options) {
        Peer peer = connect(uri);
        peer.hello(options);
        return peer;
    }

    // What is sent

    static Option option(OptionId id, byte... value) {
        return new Option(id.number(), Unpooled.wrappedBuffer(value));
    }

    static Option option(OptionId id, String value) {
        return option(id, value.getBytes(CharsetUtil.US_ASCII));
    }

    static Option allFeatures() {
        return features(Stream.of(Feature.values()).mapToLong(Feature::number).toArray());
    }

    static Option features(long... numbers) {
        ByteBuf value = Unpooled.buffer();
        Arrays.stream(numbers).forEach(number -> value.writeInt((int) number));
        return new Option(OptionId.FEATURES.number(), value);
    }

    static Option identity(int uid, int gid) {
        return new Option(
                OptionId.IDENTITY.number(), Unpooled.buffer().writeInt(uid).writeInt(gid));
    }

    static Option limits(Map<Limit, Long> limits) {
        ByteBuf value = Unpooled.buffer();
        limits.forEach(
                (limit, most) -> value.writeInt(limit.number()).writeInt(0).writeLong(most));
        return new Option(OptionId.LIMITS.number(), value);
    }

    static Option limit(Limit limit, long most) {
        return limits(Map.of(limit, most));
    }

    static Hello hello(long requestId, Option... options) {
        return new Hello(requestId, Header.MAGIC, Header.MAJOR, 0, Header.MINOR, List.of(options));
    }

    /** Says hello, with all features unless the options have some. */
    Welcome hello(Option... options) {
        boolean chosen = Stream.of(options).anyMatch(option -> option.id() == OptionId.FEATURES.number());
        Option[] all = chosen
                ? options
                : Stream.concat(Stream.of(allFeatures()), Stream.of(options)).toArray(Option[]::new);
        return ask(hello(id(), all), Welcome.class);
    }

    /** A request id that was not used. */
    long id() {
        return ++lastId;
    }

    static ByteBuf bytes(Request... requests) {
        ByteBuf out = Unpooled.buffer();
        Stream.of(requests).forEach(request -> Requests.encode(request, out));
        return out;
    }

    static ByteBuf posted(Request... requests) {
        ByteBuf out = Unpooled.buffer();
        Stream.of(requests).forEach(request -> Requests.encode(request, Header.FLAG_POSTED, out));
        return out;
    }

    Peer send(Request... requests) {
        return send(bytes(requests));
    }

    Peer post(Request... requests) {
        return send(posted(requests));
    }

    /** All of them, however long the other side takes. */
    Peer send(ByteBuf bytes) {
        try {
            link.write(bytes.nioBuffer());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the socket takes at this moment, in bytes; -1 when the other side has closed it. */
    int sendSome(ByteBuf bytes) {
        try {
            return link.writeSome(bytes.nioBuffer());
        } catch (IOException closed) {
            return -1;
        }
    }

    void endOutput() {
        link.endOutput();
    }

    // What comes back

    /** The next message, whatever it is. */
    Frame next() {
        Frame frame = nextOrNull();
        if (frame == null) {
            throw new AssertionError("the connection ended");
        }
        return frame;
    }

    private Frame nextOrNull() {
        while (received.readableBytes() < Header.LENGTH
                || received.readableBytes() < received.getInt(received.readerIndex())) {
            if (!fill()) {
                return null;
            }
        }
        ByteBuf frame = Unpooled.copiedBuffer(received.readSlice(received.getInt(received.readerIndex())));
        received.discardSomeReadBytes();
        return new Frame(frame);
    }

    /** True when something has come, without waiting for it. */
    boolean hasReceived() {
        try {
            ByteBuffer into = ByteBuffer.allocate(1 << 16);
            int count = link.readSome(into);
            if (count > 0) {
                received.writeBytes(into.flip());
            }
            return received.isReadable();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fill() {
        try {
            ByteBuffer into = ByteBuffer.allocate(1 << 16);
            int count = link.read(into);
            if (count < 0) {
                return false;
            }
            received.writeBytes(into.flip());
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    /** Reads to the end of the stream; a message before it is an error. */
    void expectEnd() {
        Frame frame = nextOrNull();
        if (frame != null) {
            throw new AssertionError("instead of the end: " + frame);
        }
    }

    /** Reads to the end of the stream, whatever comes before. */
    List<Frame> rest() {
        return Stream.generate(this::nextOrNull)
                .takeWhile(frame -> frame != null)
                .toList();
    }

    /** The next reply; events before it are kept for {@link #event}. */
    Reply reply() {
        while (true) {
            Frame frame = next();
            if (frame.type() != MessageType.EVENT) {
                return frame.reply();
            }
            events.add(frame);
        }
    }

    <R extends Reply> R reply(Class<R> type) {
        return as(type, reply());
    }

    private static <T> T as(Class<T> type, Object message) {
        if (!type.isInstance(message)) {
            throw new AssertionError("not a " + type.getSimpleName() + " but " + message);
        }
        return type.cast(message);
    }

    <R extends Reply> R ask(Request request, Class<R> type) {
        R reply = send(request).reply(type);
        if (reply.requestId() != request.requestId() || reply.opcode() != request.opcode()) {
            throw new AssertionError(reply + " does not answer " + request);
        }
        return reply;
    }

    Failure fail(Request request) {
        return ask(request, Failure.class);
    }

    <E extends Event> E event(Class<E> type) {
        Frame frame = events.isEmpty() ? next() : events.remove();
        return as(type, frame.event());
    }

    boolean hasEvents() {
        return !events.isEmpty();
    }

    /** The last message. */
    Failure error() {
        Failure failure = next().error();
        expectEnd();
        return failure;
    }

    // What a process does

    long open(String path) {
        return ask(new Open(id(), READ_WRITE, path), Opened.class).handle();
    }

    /** Opens and maps a device. */
    long map(String path) {
        return ask(new Ioctl(id(), IOMAPMAP, open(path), 0), Controlled.class).argument();
    }

    long load(Width width, long address) {
        return ask(new Load(id(), width, address), Loaded.class).value();
    }

    void store(Width width, long address, long value) {
        ask(new Store(id(), width, address, value), Stored.class);
    }

    long subscribe(EventKind kind, String source) {
        return ask(new Subscribe(id(), kind.number(), source), Subscribed.class).subscription();
    }

    /** Kills the process: nothing is said. */
    void kill() {
        link.close();
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return "received and not read: " + ByteBufUtil.hexDump(received);
    }
}
