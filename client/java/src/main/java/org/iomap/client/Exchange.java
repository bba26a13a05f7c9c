package org.iomap.client;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.iomap.protocol.Failure;
import org.iomap.protocol.ListReply;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.Reply;

/** One request and its reply. The object is used again for the next request of its connection. */
final class Exchange extends Receiver {
    private static final int PART_TOTAL = 24;
    private static final int PART_COUNT = 28;
    private static final int PART_DATA = 32;

    private final Exchanges pool;

    private int number;
    private Opcode opcode = Opcode.UNKNOWN;
    private int cost;
    private ByteBuffer destination;
    private int destinationStart;
    private Consumer<Exchange> answered;

    private volatile boolean ready = true;
    private boolean abandoned;
    private long first;
    private long second;
    private Reply reply;
    private Loss loss;

    Exchange(Exchanges pool) {
        this.pool = pool;
    }

    /**
     * Starts over.
     *
     * @param parts where the data of a {@link org.iomap.protocol.Part} goes, from its position on; null for other
     *     replies
     * @param whenAnswered told by the thread that reads; null where a thread waits
     */
    synchronized void begin(ByteBuffer parts, Consumer<Exchange> whenAnswered) {
        number++;
        cost = 0;
        destination = parts;
        destinationStart = parts == null ? 0 : parts.position();
        answered = whenAnswered;
        abandoned = false;
        reply = null;
        loss = null;
        ready = false;
    }

    int id() {
        return InFlight.id(number, slot());
    }

    /** @param bytes of credit that the reply gives back */
    void asks(Opcode request, int bytes) {
        opcode = request;
        cost = bytes;
    }

    Opcode opcode() {
        return opcode;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    synchronized int receive(Frame frame) {
        if (frame.id() != id() || ready) {
            throw new ProtocolException(ProtocolCode.PAYLOAD, "a reply that nobody waits for");
        }
        requireOpcode(frame, opcode);
        if (frame.isFailure()) {
            reply = frame.reply();
        } else if (takeFields(frame)) {
            return PART;
        }
        end();
        return cost;
    }

    /** Returns true when another part is to come. */
    private boolean takeFields(Frame frame) {
        switch (opcode) {
            case LOAD, PEEK, PHYSICAL_LOAD, STORE, PHYSICAL_STORE -> {
                requireLength(frame, PART_DATA);
                first = frame.u64(Frame.FIRST);
                second = frame.u64(Frame.SECOND);
            }
            case LOAD_BLOCK, LOAD_REPEATED, PEEK_BLOCK, PICTURE, READ -> {
                takePart(frame);
                return frame.hasMore();
            }
            default -> {
                Reply next = frame.reply();
                reply = reply instanceof ListReply<?> before ? before.followedBy(next) : next;
                if (reply instanceof ListReply) {
                    return frame.hasMore();
                }
            }
        }
        if (frame.hasMore()) {
            throw new ProtocolException(ProtocolCode.FLAGS, "MORE in a reply that has no parts");
        }
        return false;
    }

    private void takePart(Frame frame) {
        requireLength(frame, PART_DATA);
        int count = frame.u32(PART_COUNT);
        long total = Integer.toUnsignedLong(frame.u32(PART_TOTAL));
        int done = destination.position() - destinationStart;
        boolean fits = count >= 0
                && count <= frame.length() - PART_DATA
                && count <= destination.remaining()
                && frame.u64(Frame.FIRST) == done
                && total <= done + destination.remaining()
                && (frame.hasMore() ? done + count < total : done + count == total)
                && (opcode == Opcode.READ || total == done + destination.remaining());
        if (!fits) {
            throw new ProtocolException(
                    ProtocolCode.PAYLOAD, "a part of %d bytes at %d of %d".formatted(count, done, total));
        }
        if (abandoned) {
            destination.position(destination.position() + count);
        } else {
            frame.copy(PART_DATA, count, destination);
        }
    }

    /** Ends an exchange whose request was never sent. */
    synchronized void cancel() {
        ready = true;
    }

    @Override
    synchronized void lose(Loss reason) {
        if (!ready) {
            loss = reason;
            end();
        }
    }

    private void end() {
        ready = true;
        if (abandoned) {
            pool.release(this);
        } else if (answered != null) {
            answered.accept(this);
        }
    }

    /**
     * Gives up waiting: a late reply is dropped.
     *
     * @param id what was waited for
     * @return false when the reply is there after all
     */
    synchronized boolean abandon(int id) {
        if (ready || id != id()) {
            return false;
        }
        abandoned = true;
        if (destination != null) {
            // The caller's buffer is the caller's again; only its position is still counted, on this side.
            destination = destination.duplicate();
        }
        return true;
    }

    /** Fails as the request failed; does nothing when it succeeded. */
    void check() {
        if (loss != null) {
            throw loss.underway(opcode);
        }
        if (reply instanceof Failure failure) {
            throw IomapException.of(failure);
        }
    }

    /** The first field of a reply to a load or store. */
    long first() {
        return first;
    }

    /** The second field of a reply to a load. */
    long second() {
        return second;
    }

    /** The reply to all other requests. */
    Reply reply() {
        return reply;
    }
}
