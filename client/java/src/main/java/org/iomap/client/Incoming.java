package org.iomap.client;

import java.nio.ByteBuffer;
import org.iomap.protocol.Failure;
import org.iomap.protocol.GoAway;
import org.iomap.protocol.Header;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.ProtocolException;

/**
 * What becomes of a message from the server: a reply goes to its receiver, an event to its subscription, a PING is
 * answered. Everything is checked (RQ-2); what makes no sense ends the connection. Used by the thread that reads.
 */
final class Incoming {
    private final Connection connection;
    private final InFlight inFlight;
    private final Subscriptions subscriptions;
    private final Frame frame = new Frame();

    private long requests;
    private long bytes;
    private volatile long publishedRequests;
    private volatile long publishedBytes;
    private volatile int longest = Header.LONGEST_BEFORE_OPENING;
    private volatile GoAway goAway;
    private volatile Calls calls;

    Incoming(Connection connection, InFlight inFlight, Subscriptions subscriptions) {
        this.connection = connection;
        this.inFlight = inFlight;
        this.subscriptions = subscriptions;
    }

    /** The longest message that is taken, in bytes. */
    int longest() {
        return longest;
    }

    void longest(int messageBytes) {
        longest = messageBytes;
    }

    boolean isLost() {
        return connection.isLost();
    }

    void lose(Loss loss) {
        connection.lose(loss);
    }

    /** The server sends nothing any more. */
    void end() {
        connection.lose(goAway == null ? Loss.of("the server closed it") : Loss.of(goAway));
    }

    /** Where CALL events go: the connection is a driver. */
    void calls(Calls driver) {
        calls = driver;
    }

    /** Null until the server has announced the end of the connection: EN-1. */
    GoAway goAway() {
        return goAway;
    }

    /** Requests answered so far. */
    long requests() {
        return publishedRequests;
    }

    /** Credit given back so far. */
    long bytes() {
        return publishedBytes;
    }

    /** Makes the credit that came back visible to those who send: once for all messages of one read. */
    void publish() {
        if (requests != publishedRequests) {
            publishedBytes = bytes;
            publishedRequests = requests;
        }
    }

    /** To be called after the messages of a read, never between them. */
    void answerPings() {
        connection.sending().answer();
    }

    /** @throws ProtocolException if no message has this length */
    int length(ByteBuffer in, int at) {
        int length = in.getInt(at);
        if (length < Header.LENGTH || length > longest || length % Header.ALIGNMENT != 0) {
            throw new ProtocolException(ProtocolCode.LENGTH, "a message of 0x%08x bytes".formatted(length));
        }
        return length;
    }

    /** @throws ProtocolException if the message makes no sense */
    void take(ByteBuffer in, int at) {
        frame.at(in, at);
        if (frame.type() == MessageType.REPLY.number()) {
            takeReply();
        } else if (frame.type() == MessageType.EVENT.number()) {
            takeEvent();
        } else if (frame.type() == MessageType.REQUEST.number()) {
            takeRequest();
        } else if (frame.type() == MessageType.ERROR.number()) {
            takeError();
        } else {
            throw new ProtocolException(ProtocolCode.TYPE, "a message of type " + frame.type());
        }
    }

    private void takeReply() {
        requireFlags(Header.FLAG_MORE);
        Receiver receiver = inFlight.find(frame.id());
        if (receiver == null) {
            throw new ProtocolException(ProtocolCode.PAYLOAD, "a reply to a request that was not sent");
        }
        int credit = receiver.receive(frame);
        if (credit != Receiver.PART) {
            requests++;
            bytes += credit;
        }
    }

    private void takeEvent() {
        requireFlags(0);
        Opcode opcode = frame.opcode();
        if (opcode == Opcode.GOAWAY) {
            goAway = (GoAway) frame.event();
        } else if (opcode == Opcode.CALL || opcode == Opcode.CALL_ABANDONED) {
            takeCall();
        } else if (opcode.number() >= Opcode.INTERRUPT.number()) {
            Receiver.requireLength(frame, Subscriptions.SUBSCRIPTION_AT + Integer.BYTES);
            subscriptions.take(frame);
        }
        // Any other opcode is an event of a later minor version, or none: GR-1 asks to skip it.
    }

    private void takeCall() {
        if (calls == null) {
            throw new ProtocolException(ProtocolCode.UNSUPPORTED, "a call to a connection that is no driver");
        }
        calls.take(frame.event());
    }

    private void takeRequest() {
        requireFlags(0);
        if (frame.opcode() != Opcode.PING || frame.length() != Header.LENGTH) {
            throw new ProtocolException(ProtocolCode.UNSUPPORTED, "a request from the server that is no PING");
        }
        connection.sending().owe(frame.id());
    }

    private void takeError() {
        if (frame.reply() instanceof Failure failure) {
            lose(Loss.of(failure));
        } else {
            throw new ProtocolException(ProtocolCode.PAYLOAD, "an ERROR message without a status");
        }
    }

    private void requireFlags(int allowed) {
        if ((frame.flags() & Header.MUST_UNDERSTAND & ~allowed) != 0) {
            throw new ProtocolException(ProtocolCode.FLAGS, "flags 0x%02x".formatted(frame.flags()));
        }
    }
}
