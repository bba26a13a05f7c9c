package org.iomap.client;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Header;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Width;

/**
 * The sending half of a connection: one buffer, one lock, and the account of the credits. A request is written by the
 * thread that makes it. While the socket is full its owner reads as well, or two sides would wait for each other.
 */
final class Sending {
    /** LOAD, STORE, and every other request of two words; their replies as well. */
    static final int ACCESS_BYTES = 32;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int POSTED_IDS = 0x8000_0000;
    private static final byte[] ZEROS = new byte[Header.ALIGNMENT];

    private final Connection connection;
    private final Transport transport;
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Queue<Integer> pings = new ConcurrentLinkedQueue<>();

    private long requests;
    private long bytes;
    private int posted;

    Sending(Connection connection, Transport transport) {
        this.connection = connection;
        this.transport = transport;
    }

    void access(Exchange exchange, Opcode opcode, Width width, long address, long value, long deadline) {
        lock.lock();
        try {
            exchange.asks(opcode, 2 * ACCESS_BYTES);
            admit(opcode, 1, 2 * ACCESS_BYTES, deadline);
            put(out, 0, opcode, exchange.id(), width, address, value);
            flush(opcode, deadline);
        } finally {
            unlock();
        }
    }

    void post(Width width, long address, long value, long deadline) {
        lock.lock();
        try {
            put(out, Header.FLAG_POSTED, Opcode.STORE, POSTED_IDS | (posted++ & ~POSTED_IDS), width, address, value);
            flush(Opcode.STORE, deadline);
        } finally {
            unlock();
        }
    }

    /**
     * STORE_BLOCK or STORE_REPEATED, whose data is copied once: from the caller's buffer to the one that is written.
     *
     * @param stride 0 for STORE_REPEATED
     * @param data fits a message
     */
    void stores(
            Exchange exchange, Opcode opcode, Width width, long address, int stride, ByteBuffer data, long deadline) {
        lock.lock();
        try {
            int count = data.remaining();
            int padding = -count & (Header.ALIGNMENT - 1);
            exchange.asks(opcode, ACCESS_BYTES + count);
            admit(opcode, 1, ACCESS_BYTES + count, deadline);
            boolean block = opcode == Opcode.STORE_BLOCK;
            long strideAndCount = block ? join(stride, count) : join(count, 0);
            putHeader(out, ACCESS_BYTES + count + padding, 0, opcode, exchange.id(), width);
            out.putLong(address).putLong(strideAndCount);
            while (data.remaining() > out.remaining() - padding) {
                copy(data, out.remaining());
                flush(opcode, deadline);
            }
            copy(data, data.remaining());
            out.put(ZEROS, 0, padding);
            flush(opcode, deadline);
        } finally {
            unlock();
        }
    }

    private void copy(ByteBuffer data, int most) {
        int count = Math.min(most, data.remaining());
        out.put(out.position(), data, data.position(), count);
        out.position(out.position() + count);
        data.position(data.position() + count);
    }

    /** @param message a whole request, as its record encoded it */
    void request(Exchange exchange, Opcode opcode, ByteBuf message, int replyBytes, long deadline) {
        lock.lock();
        try {
            int cost = message.readableBytes() + replyBytes;
            exchange.asks(opcode, cost);
            admit(opcode, 1, cost, deadline);
            write(message.nioBuffer(), opcode, deadline);
        } finally {
            unlock();
        }
    }

    /** @param message a whole request that has no reply, and takes no credit */
    void tell(Opcode opcode, ByteBuf message, long deadline) {
        lock.lock();
        try {
            write(message.nioBuffer(), opcode, deadline);
        } finally {
            unlock();
        }
    }

    /**
     * Sends the accesses of a pipeline, as many as there is credit for.
     *
     * @param accesses whole requests of {@link #ACCESS_BYTES}
     * @return how many were sent
     */
    int accesses(ByteBuffer accesses, long deadline) {
        lock.lock();
        try {
            admit(Opcode.LOAD, 1, 2 * ACCESS_BYTES, deadline);
            int count = Math.min(accesses.remaining() / ACCESS_BYTES, room());
            requests += count - 1;
            bytes += 2L * ACCESS_BYTES * (count - 1);
            int end = accesses.limit();
            accesses.limit(accesses.position() + count * ACCESS_BYTES);
            write(accesses, Opcode.LOAD, deadline);
            accesses.limit(end);
            return count;
        } finally {
            unlock();
        }
    }

    static void put(ByteBuffer to, int flags, Opcode opcode, int id, Width width, long address, long value) {
        putHeader(to, ACCESS_BYTES, flags, opcode, id, width);
        to.putLong(address).putLong(value);
    }

    private static void putHeader(ByteBuffer to, int length, int flags, Opcode opcode, int id, Width width) {
        int kind = (MessageType.REQUEST.number() << 24) | (flags << 16) | opcode.number();
        to.putLong(join(length, kind)).putLong(join(id, width.bytes()));
    }

    /** Two words as one: a pipeline writes a great many of them. */
    private static long join(int upper, int lower) {
        return ((long) upper << Integer.SIZE) | Integer.toUnsignedLong(lower);
    }

    /** Requests that may be sent now, the one that was admitted last counted as well. */
    private int room() {
        Negotiated limits = connection.limits();
        long byRequests =
                limits.requestsInFlight() - (requests - connection.incoming().requests());
        long byBytes = (limits.bytesInFlight() - (bytes - connection.incoming().bytes())) / (2 * ACCESS_BYTES);
        return (int) Math.max(1, 1 + Math.min(byRequests, byBytes));
    }

    /** Waits for credit, and uses it. */
    private void admit(Opcode opcode, int count, int cost, long deadline) {
        connection.requireAlive(opcode);
        while (!hasCredit(count, cost)) {
            long answered = connection.incoming().requests();
            if (!connection.reading().await(() -> connection.incoming().requests() != answered, deadline)) {
                connection.requireAlive(opcode);
                throw new DeadlineException(opcode, Execution.NOT_EXECUTED, true, "earlier requests use up the credit");
            }
            answerPings();
        }
        requests += count;
        bytes += cost;
    }

    private boolean hasCredit(int count, int cost) {
        Negotiated limits = connection.limits();
        long underway = requests - connection.incoming().requests();
        boolean fits = underway + count <= limits.requestsInFlight()
                && bytes - connection.incoming().bytes() + cost <= limits.bytesInFlight();
        return fits || underway == 0;
    }

    private void flush(Opcode opcode, long deadline) {
        out.flip();
        try {
            write(out, opcode, deadline);
        } finally {
            out.clear();
        }
    }

    private void write(ByteBuffer from, Opcode opcode, long deadline) {
        connection.requireAlive(opcode);
        try {
            transport.write(from);
            while (from.hasRemaining() || transport.hasUnsent()) {
                connection.reading().drain();
                if (deadline - System.nanoTime() <= 0) {
                    connection.lose(Loss.of("half a request is on its way"));
                    throw new DeadlineException(opcode, Execution.UNKNOWN, false, "the server takes nothing");
                }
                transport.awaitWritable(LOOK_AGAIN_NANOS);
                transport.write(from);
            }
        } catch (IOException e) {
            // What the server said before it closed says more than this.
            connection.reading().drain();
            connection.lose(Loss.of(String.valueOf(e.getMessage()), e));
            throw connection.loss().underway(opcode);
        }
    }

    /** Notes a PING of the server. */
    void owe(int id) {
        pings.add(id);
    }

    /**
     * Answers what is owed, unless a thread sends: that one will. Not called while messages are being handed out, for a
     * full socket would make it read.
     */
    void answer() {
        if (!pings.isEmpty() && !lock.isHeldByCurrentThread() && lock.tryLock()) {
            unlock();
        }
    }

    private void unlock() {
        try {
            if (!pings.isEmpty()) {
                answerPings();
            }
        } finally {
            lock.unlock();
        }
    }

    private void answerPings() {
        while (out.remaining() >= Header.LENGTH && !pings.isEmpty()) {
            out.putInt(Header.LENGTH)
                    .putInt((MessageType.REPLY.number() << 24) | Opcode.PING.number())
                    .putInt(pings.remove())
                    .putInt(0);
        }
        try {
            flush(Opcode.PING, System.nanoTime() + connection.deadlineNanos());
        } catch (IomapException e) {
            // The loss is noted; whoever waits for a reply is told.
            pings.clear();
        }
    }
}
