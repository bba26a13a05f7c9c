package org.iomap.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.iomap.protocol.Cancel;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.Requests;
import org.iomap.protocol.Welcome;
import org.iomap.protocol.Width;

/** One connection: requests out, replies and events in, and the one moment when it is lost. */
final class Connection {
    private static final int SMALL_REPLY = 256;
    private static final Set<Opcode> BLOCKING =
            EnumSet.of(Opcode.WAIT, Opcode.POLL, Opcode.OPEN, Opcode.READ, Opcode.WRITE, Opcode.IOCTL, Opcode.MMAP);

    private final Transport transport;
    private final long deadlineNanos;
    private final InFlight inFlight = new InFlight();
    private final Exchanges exchanges = new Exchanges(inFlight);
    private final Subscriptions subscriptions = new Subscriptions();
    private final Incoming incoming = new Incoming(this, inFlight, subscriptions);
    private final Reading reading;
    private final Sending sending;
    private final Callbacks callbacks;
    private final AtomicReference<Loss> loss = new AtomicReference<>();
    private final KeepAlive keepAlive = new KeepAlive(this);
    private volatile Negotiated limits = Negotiated.opening();
    private volatile Welcome welcome;

    Connection(Transport transport, long deadlineNanos, long spinNanos) {
        this.transport = transport;
        this.deadlineNanos = deadlineNanos;
        reading = new Reading(transport, incoming, spinNanos);
        sending = new Sending(this, transport);
        callbacks = new Callbacks(this, transport);
    }

    /** Makes the connection a process: {@code hello} is the first request. */
    Welcome open(LongFunction<Request> hello, long deadline) {
        Welcome answer = (Welcome) call(hello, SMALL_REPLY, deadline);
        welcome = answer;
        limits = Negotiated.of(answer.limits());
        incoming.longest(limits.messageBytes());
        keepAlive.start(limits.value(Limit.IDLE_MILLIS));
        return answer;
    }

    /** A load or store, and every other request and reply of two words. Returns the first word of the reply. */
    long access(Opcode opcode, Width width, long address, long value) {
        long deadline = deadline();
        Exchange exchange = exchanges.take();
        exchange.begin(null, null);
        try {
            sending.access(exchange, opcode, width, address, value, deadline);
        } catch (IomapException e) {
            throw unsent(exchange, e);
        }
        await(exchange, deadline);
        try {
            exchange.check();
            return exchange.first();
        } finally {
            exchanges.release(exchange);
        }
    }

    void post(Width width, long address, long value) {
        sending.post(width, address, value, deadline());
    }

    <T extends Reply> T call(LongFunction<Request> request, Class<T> reply) {
        return reply.cast(call(request, SMALL_REPLY, deadline()));
    }

    /** @param replyBytes credit that the reply needs */
    Reply call(LongFunction<Request> request, int replyBytes, long deadline) {
        Exchange exchange = send(request, null, replyBytes, deadline);
        await(exchange, deadline);
        return end(exchange);
    }

    /**
     * Sends a request; {@link #await} and {@link #end} belong to it.
     *
     * @param parts where the data of the reply goes; null where the reply has none
     */
    Exchange send(LongFunction<Request> request, ByteBuffer parts, int replyBytes, long deadline) {
        requireAlive(Opcode.UNKNOWN);
        Exchange exchange = exchanges.take();
        exchange.begin(parts, null);
        try {
            Request message = request.apply(exchange.id());
            ByteBuf encoded = Unpooled.buffer();
            Requests.encode(message, encoded);
            requireFits(encoded);
            sending.request(exchange, message.opcode(), encoded, replyBytes, deadline);
            return exchange;
        } catch (IomapException e) {
            throw unsent(exchange, e);
        }
    }

    /** Sends a request of id 0, which has no reply. */
    void tell(Request request) {
        ByteBuf encoded = Unpooled.buffer();
        Requests.encode(request, encoded);
        requireFits(encoded);
        sending.tell(request.opcode(), encoded, deadline());
    }

    private void requireFits(ByteBuf request) {
        if (request.readableBytes() > limits.messageBytes()) {
            throw Exchanges.refused(Limit.MESSAGE_BYTES, request.readableBytes(), "the request is too long");
        }
    }

    /** Sends STORE_BLOCK or STORE_REPEATED; {@link #await} and {@link #end} belong to it. */
    Exchange sendStores(Opcode opcode, Width width, long address, int stride, ByteBuffer data, long deadline) {
        Exchange exchange = exchanges.take();
        exchange.begin(null, null);
        try {
            sending.stores(exchange, opcode, width, address, stride, data, deadline);
            return exchange;
        } catch (IomapException e) {
            throw unsent(exchange, e);
        }
    }

    /** An access whose result a thread of the library reports. */
    <T> CompletableFuture<T> accessLater(
            Opcode opcode, Width width, long address, long value, Function<Exchange, T> result) {
        CompletableFuture<T> future = new CompletableFuture<>();
        callbacks.start();
        Exchange exchange = exchanges.take();
        exchange.begin(null, answered -> callbacks.submit(() -> complete(future, answered, result)));
        int id = exchange.id();
        try {
            sending.access(exchange, opcode, width, address, value, deadline());
        } catch (IomapException e) {
            throw unsent(exchange, e);
        }
        if (isLost()) {
            exchange.lose(loss());
        }
        keepAlive.after(deadlineNanos, () -> giveUp(future, exchange, id), future);
        return future;
    }

    private <T> void complete(CompletableFuture<T> future, Exchange exchange, Function<Exchange, T> result) {
        try {
            exchange.check();
            future.complete(result.apply(exchange));
        } catch (IomapException e) {
            future.completeExceptionally(e);
        } finally {
            exchanges.release(exchange);
        }
    }

    private void giveUp(CompletableFuture<?> future, Exchange exchange, int id) {
        Opcode opcode = exchange.opcode();
        if (exchange.abandon(id)) {
            callbacks.submit(() -> future.completeExceptionally(late(opcode)));
        }
    }

    /** Waits for the reply; an exchange given up is nobody's any more. */
    void await(Exchange exchange, long deadline) {
        if (reading.await(exchange, deadline)) {
            return;
        }
        if (isLost()) {
            exchange.lose(loss());
            return;
        }
        int id = exchange.id();
        if (exchange.abandon(id)) {
            cancel(exchange.opcode(), id);
            throw late(exchange.opcode());
        }
    }

    /** What a sleeping call would read later, nobody would see. */
    private void cancel(Opcode opcode, int id) {
        if (BLOCKING.contains(opcode)) {
            try {
                tell(new Cancel(0, Integer.toUnsignedLong(id)));
            } catch (IomapException e) {
                // The connection is lost, and the call ends by that.
            }
        }
    }

    /**
     * Gives an answered exchange back.
     *
     * @return the reply; null where its fields went elsewhere
     */
    Reply end(Exchange exchange) {
        try {
            exchange.check();
            return exchange.reply();
        } finally {
            exchanges.release(exchange);
        }
    }

    private IomapException unsent(Exchange exchange, IomapException failure) {
        exchange.cancel();
        exchanges.release(exchange);
        return failure;
    }

    private static DeadlineException late(Opcode opcode) {
        return new DeadlineException(opcode, Execution.UNKNOWN, true, "no answer in time; a late one is dropped");
    }

    /** Of System.nanoTime(). */
    long deadline() {
        return System.nanoTime() + deadlineNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    boolean isLost() {
        return loss.get() != null;
    }

    /** Null while the connection lives. */
    Loss loss() {
        return loss.get();
    }

    /** @throws ConnectionLostException if nothing can be sent any more */
    void requireAlive(Opcode opcode) {
        Loss reason = loss.get();
        if (reason != null) {
            throw reason.before(opcode);
        }
    }

    /** The first reason counts. */
    void lose(Loss reason) {
        if (loss.compareAndSet(null, reason)) {
            keepAlive.stop();
            transport.close();
            inFlight.lose(reason);
            reading.wakeAll();
            callbacks.stop();
        }
    }

    /** Takes in what has arrived while no thread waits for anything, and answers PING. */
    void attend() {
        reading.drain();
        sending.answer();
    }

    Negotiated limits() {
        return limits;
    }

    Welcome welcome() {
        return welcome;
    }

    InFlight inFlight() {
        return inFlight;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Incoming incoming() {
        return incoming;
    }

    Reading reading() {
        return reading;
    }

    Sending sending() {
        return sending;
    }

    Callbacks callbacks() {
        return callbacks;
    }
}
