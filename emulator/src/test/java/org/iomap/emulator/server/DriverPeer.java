package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.iomap.protocol.BecomeDriver;
import org.iomap.protocol.Bye;
import org.iomap.protocol.Called;
import org.iomap.protocol.Complete;
import org.iomap.protocol.CreateNode;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Operation;
import org.iomap.protocol.PageRange;
import org.iomap.protocol.RegisterDevice;
import org.iomap.protocol.Request;

/** A driver that does whatever it is told to: one device, whose calls are taken one at a time. */
final class DriverPeer implements AutoCloseable {
    /** The page that its mmap(2) hands out: the registers of the teaching card. */
    static final long PAGE = 0xF200_0000L;

    static final long PAGE_BYTES = 4096;

    private static final int MINOR_BITS = 24;
    private static final int PERMISSIONS = 0666;
    private static final int NO_ERRNO = 9999;

    private final Peer peer;
    private final String path;

    private DriverPeer(Peer peer, String path) {
        this.peer = peer;
        this.path = path;
    }

    /**
     * Connects, and registers a device with a node.
     *
     * @param also what it asks for besides, between becoming a driver and registering, with ids from 100 on; all of it
     *     succeeds
     */
    static DriverPeer start(Service service, String name, int major, Request... also) {
        Peer peer = Peer.at(service.uri());
        DriverPeer driver = new DriverPeer(peer, "/dev/" + name);
        ByteBuf all = Peer.bytes(new BecomeDriver(peer.id(), name));
        all.writeBytes(Peer.bytes(also));
        all.writeBytes(Peer.bytes(
                new RegisterDevice(peer.id(), major, 0),
                new CreateNode(peer.id(), PERMISSIONS, (long) major << MINOR_BITS, driver.path)));
        peer.send(all);
        for (int replies = 0; replies < also.length + 3; replies++) {
            Frame frame = peer.next();
            if (frame.reply() instanceof Failure) {
                throw new AssertionError(name + ": " + frame);
            }
        }
        return driver;
    }

    Peer peer() {
        return peer;
    }

    /** Of its device. */
    String path() {
        return path;
    }

    Called next() {
        return peer.event(Called.class);
    }

    /** An answer that any operation takes as its success: no bytes, one page, something to read. */
    Complete success(Called call) {
        boolean maps = call.operation() == Operation.MMAP.number();
        long result = call.operation() == Operation.POLL.number() ? 1 : 0;
        List<PageRange> pages = maps ? List.of(new PageRange(0, PAGE, call.length())) : List.of();
        return new Complete(0, call.call(), 0, result, call.argument(), "", pages, Unpooled.EMPTY_BUFFER);
    }

    Complete failure(Called call, Errno errno) {
        return new Complete(
                0, call.call(), errno.number(), 0, 0, "as the test has it", List.of(), Unpooled.EMPTY_BUFFER);
    }

    /** What no driver can answer: more bytes than there are, pages that are none; else an errno that is none. */
    Complete nonsense(Called call) {
        Operation operation = Operation.of(call.operation());
        boolean hasResult = operation == Operation.READ || operation == Operation.WRITE || operation == Operation.MMAP;
        return new Complete(
                0,
                call.call(),
                hasResult ? 0 : NO_ERRNO,
                call.length() + call.data().readableBytes() + 1,
                0,
                "",
                List.of(new PageRange(1, 2, 3)),
                Unpooled.wrappedBuffer(new byte[(int) Math.min(1000, call.length() + 1)]));
    }

    /** Without waiting for a reply, which is none of those to requests without an id. */
    void send(Request... requests) {
        peer.send(requests);
    }

    void succeed() {
        send(success(next()));
    }

    void sendHalf(Request request) {
        ByteBuf bytes = Peer.bytes(request);
        peer.send(bytes.slice(0, bytes.readableBytes() / 2));
    }

    void leave() {
        send(new Bye(peer.id()));
    }

    void kill() {
        peer.kill();
    }

    @Override
    public void close() {
        peer.close();
    }
}
