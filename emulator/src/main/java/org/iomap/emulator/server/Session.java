package org.iomap.emulator.server;

import static org.iomap.protocol.ProtocolCode.CONTROL_RATE;
import static org.iomap.protocol.ProtocolCode.DUPLICATE_ID;
import static org.iomap.protocol.ProtocolCode.FLAGS;
import static org.iomap.protocol.ProtocolCode.TYPE;
import static org.iomap.protocol.ProtocolCode.UNSUPPORTED;

import io.netty.buffer.ByteBuf;
import org.iomap.emulator.configuration.Admission;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.protocol.Event;
import org.iomap.protocol.Events;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Header;
import org.iomap.protocol.Limit;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Ping;
import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Replies;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.Requests;
import org.iomap.protocol.Right;

/**
 * An open connection, which is a process of its machine. Requests are carried out in the order they came, in line, on
 * the machine's thread (OR-1, OR-6); only WAIT may finish later.
 */
final class Session implements FrameHandler {
    private static final int TURN = 256;
    /** A request for the most elements is a turn of its own. */
    private static final int ELEMENTS_LIKE_A_REQUEST = 256;

    private static final int FLUSH_AT = 1 << 17;
    private static final int CONTROL_MESSAGES_PER_SECOND = 1000;
    private static final int UNANSWERED_PINGS = 3;

    private final Connection connection;
    private final MachineHost host;
    private final Admission admission;
    private final Terms terms;
    private final String name;
    private final Dispatcher dispatcher;
    private final AccessPath path;
    private final Subscriptions subscriptions;
    private final IdsInFlight ids = new IdsInFlight();
    private final PostedFailures posted = new PostedFailures();
    private final PendingCalls pendingCalls;
    private final long longest;
    private final long credit;

    private UserProcess process;
    private long requestId;
    private long lastId;
    private long sequence;
    private int controlMessages;
    private int quietSeconds;
    private int pings;
    private boolean drainScheduled;
    private boolean ended;
    private boolean toldToGo;

    Session(Connection connection, MachineHost host, Admission admission, Terms terms, String name) {
        this.connection = connection;
        this.host = host;
        this.admission = admission;
        this.terms = terms;
        this.name = name;
        this.longest = terms.limit(Limit.MESSAGE_BYTES);
        this.credit = terms.limit(Limit.REQUESTS_IN_FLIGHT);
        this.subscriptions = new Subscriptions(this, host);
        this.pendingCalls = new PendingCalls(this, host);
        this.dispatcher = new Dispatcher(this, host);
        this.path = new AccessPath(this, host.machine().ioSpace());
    }

    Connection connection() {
        return connection;
    }

    Admission admission() {
        return admission;
    }

    /**
     * Lets pass who has a right; null is everybody's.
     *
     * @throws RefusedException if this connection does not have it
     */
    void require(Right right) {
        if (right != null && !admission.rights().contains(right)) {
            throw RefusedException.right(right);
        }
    }

    Terms terms() {
        return terms;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    PendingCalls pendingCalls() {
        return pendingCalls;
    }

    PostedFailures posted() {
        return posted;
    }

    UserProcess process() {
        return process;
    }

    /** The name the client gave itself, or what stands for it. */
    String name() {
        return name;
    }

    void process(UserProcess next) {
        process = next;
        subscriptions.follow(next);
    }

    @Override
    public long requestId() {
        return requestId;
    }

    @Override
    public Progress run(ByteBuf in) {
        quietSeconds = 0;
        pings = 0;
        boolean shared = host.isShared();
        long left = shared ? Math.min(TURN, credit) : credit;
        long start = host.statistics().latency().start();
        host.enter(process.pid());
        try {
            while (!ended && in.readableBytes() >= Header.LENGTH) {
                ByteBuf out = connection.answers();
                if (left <= 0 || out.readableBytes() >= FLUSH_AT) {
                    return shared ? Progress.TURN_IS_OVER : Progress.NEEDS_FLUSH;
                }
                int accesses = path.carryOut(in, out, (int) left);
                left -= accesses;
                if (accesses == 0) {
                    long before = host.accesses();
                    if (!message(in)) {
                        return Progress.NEEDS_INPUT;
                    }
                    if (connection.isPassing()) {
                        return Progress.NEEDS_FLUSH;
                    }
                    left -= 1 + (host.accesses() - before) / ELEMENTS_LIKE_A_REQUEST;
                }
            }
            return ended ? Progress.HANDED_OVER : Progress.NEEDS_INPUT;
        } finally {
            ids.written();
            host.leave();
            if (start != 0) {
                host.statistics().latency().end(start);
            }
        }
    }

    /** Any message. False when it is not all here. */
    private boolean message(ByteBuf in) {
        int at = in.readerIndex();
        requestId = 0;
        int length = Header.length(in, at, longest);
        if (in.readableBytes() < length) {
            return false;
        }
        MessageType type = MessageType.of(in.getUnsignedByte(at + Header.TYPE_AT));
        int opcode = in.getUnsignedShort(at + Header.OPCODE_AT);
        requestId = in.getUnsignedInt(at + Header.ID_AT);
        ByteBuf frame = in.readSlice(length);
        if (type == MessageType.REPLY && opcode == Opcode.PING.number()) {
            checkFlags(frame.getUnsignedByte(frame.readerIndex() + Header.FLAGS_AT), 0);
            control();
        } else if (type == MessageType.REQUEST) {
            request(opcode, frame);
        } else {
            throw new ProtocolException(
                    TYPE, "a client sends requests, not type %d".formatted(frame.getByte(Header.TYPE_AT)));
        }
        return true;
    }

    private void request(int number, ByteBuf frame) {
        int flags = frame.getUnsignedByte(frame.readerIndex() + Header.FLAGS_AT);
        checkFlags(flags, Header.FLAG_POSTED);
        boolean isPosted = (flags & Header.FLAG_POSTED) != 0;
        boolean answered = requestId != 0 && !isPosted;
        begin(requestId, answered);
        Opcode opcode = Opcode.of(number);
        try {
            if (opcode == Opcode.UNKNOWN || opcode.number() >= Opcode.INTERRUPT.number()) {
                throw new ProtocolException(UNSUPPORTED, "there is no request 0x%04x".formatted(number));
            }
            if (!terms.has(opcode.feature())) {
                throw new ProtocolException(
                        UNSUPPORTED,
                        "%s belongs to the feature %s, which was not agreed".formatted(opcode, opcode.feature()));
            }
            if (isPosted && !Dispatcher.mayBePosted(opcode)) {
                throw new ProtocolException(FLAGS, "%s cannot be posted".formatted(opcode));
            }
            require(opcode.right());
            Request request = Requests.decode(opcode, frame);
            Reply reply = dispatcher.carryOut(request);
            if (answered && reply != null) {
                Replies.encode(reply, longest, connection.answers());
            }
        } catch (RuntimeException failed) {
            fail(requestId, number, answered, failed, dispatcher.attempt());
        }
    }

    /** A request begins. One that will be answered must have an id of its own (RQ-1). */
    void begin(long id, boolean answered) {
        sequence++;
        if (!answered) {
            return;
        }
        requestId = id;
        if (!ids.add(id, connection.answers()) || subscriptions.isWaiting(id) || pendingCalls.isWaiting(id)) {
            throw new ProtocolException(DUPLICATE_ID, "request id %d is in flight already".formatted(id));
        }
        lastId = id;
    }

    /** A request ended badly: in its answer, or where it wanted none in an event and the next FENCE (OR-3). */
    void fail(long id, int opcode, boolean answered, RuntimeException cause, Attempt attempt) {
        Failure failure = Failures.of(id, opcode, cause, attempt, sequence);
        host.statistics().failed(failure.family());
        if (answered) {
            Replies.encode(failure, connection.answers());
        } else if (cause instanceof ProtocolException broken) {
            throw broken;
        } else {
            posted.add(failure);
            subscriptions.fault(failure);
        }
    }

    /** FC-2: control messages have a budget of their own. */
    void control() {
        if (++controlMessages > CONTROL_MESSAGES_PER_SECOND) {
            throw new ProtocolException(
                    CONTROL_RATE, "more than %d control messages in a second".formatted(CONTROL_MESSAGES_PER_SECOND));
        }
    }

    /**
     * Sends an event, unless the other side does not take what it was sent.
     *
     * @return false when it was not sent
     */
    boolean send(Event event) {
        if (!connection.isWritable()) {
            return false;
        }
        if (connection.answersWaiting() >= FLUSH_AT) {
            drainSoon();
            return false;
        }
        Events.encode(event, connection.answers());
        host.dirty(this);
        return true;
    }

    private void drainSoon() {
        if (!drainScheduled) {
            drainScheduled = true;
            host.loop().execute(() -> {
                drainScheduled = false;
                writable();
            });
        }
    }

    @Override
    public void writable() {
        dispatcher.drain();
        subscriptions.drain();
    }

    /** Answers a request that was blocking. */
    void answer(Reply reply) {
        if (!connection.isLeaving()) {
            Replies.encode(reply, connection.answers());
            host.dirty(this);
        }
    }

    /** A request that was blocking has failed. */
    void failLater(Request request, RuntimeException cause) {
        if (!connection.isLeaving()) {
            fail(request.requestId(), request.opcode().number(), request.requestId() != 0, cause, Attempt.NONE);
            host.dirty(this);
        }
    }

    /** The machine, or the service, ends this connection: what was accepted has been answered (EN-1). */
    void goAway(EndReason reason) {
        if (!toldToGo) {
            toldToGo = true;
            ended = true;
            RefusedException why = new RefusedException(RefusedCode.SHUTDOWN, "EN-1: " + reason.text());
            subscriptions.close(why);
            pendingCalls.close(why);
            Events.encode(reason.event(lastId), connection.answers());
            host.dirty(this);
        }
    }

    /** No further request will be carried out. */
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public boolean isIdle() {
        return !subscriptions.isWaiting() && !pendingCalls.isWaiting();
    }

    @Override
    public void tick() {
        controlMessages = 0;
        if (connection.hasInputEnded()) {
            // Whether anybody is there for what is still to come is only known by sending (EN-3).
            ping();
            return;
        }
        long quietMillis = ++quietSeconds * 1000L;
        if (quietMillis >= terms.limit(Limit.IDLE_MILLIS) * (pings + 1) && !ended) {
            if (pings == UNANSWERED_PINGS) {
                goAway(EndReason.IDLE);
                connection.leave();
                return;
            }
            ping();
        }
    }

    private void ping() {
        Requests.encode(new Ping(++pings), connection.answers());
        connection.flush();
    }

    @Override
    public void closed() {
        ended = true;
        subscriptions.close(null);
        host.remove(this);
    }

    static void checkFlags(int flags, int understood) {
        if ((flags & Header.MUST_UNDERSTAND & ~understood) != 0) {
            throw new ProtocolException(
                    FLAGS, "flags 0x%02x has a bit that must be understood and is not".formatted(flags));
        }
    }
}
