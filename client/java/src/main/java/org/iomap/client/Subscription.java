package org.iomap.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.iomap.protocol.Acknowledge;
import org.iomap.protocol.Done;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Subscribe;
import org.iomap.protocol.Subscribed;
import org.iomap.protocol.Unsubscribe;
import org.iomap.protocol.Wait;
import org.iomap.protocol.Waited;

/**
 * Events of one kind and source. They are taken one by one with {@link #next}, or given to a listener, which runs in a
 * thread of the library. What is not taken waits in a bounded queue; what does not fit is counted by {@link #lost}.
 */
public final class Subscription implements AutoCloseable {
    private final Connection connection;
    private final EventKind kind;
    private final String source;
    private final int id;
    private final LinkedBlockingQueue<Event> events;
    private final AtomicBoolean delivering = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong lost = new AtomicLong();
    private volatile Consumer<Event> listener;

    private Subscription(Connection connection, EventKind kind, String source, int id) {
        this.connection = connection;
        this.kind = kind;
        this.source = source;
        this.id = id;
        events = new LinkedBlockingQueue<>((int) connection.limits().value(Limit.QUEUED_EVENTS));
    }

    static Subscription open(Connection connection, EventKind kind, String source) {
        return open(
                connection,
                kind,
                source,
                () -> connection
                        .call(request -> new Subscribe(request, kind.number(), source), Subscribed.class)
                        .subscription());
    }

    /** @param asking asks the server, and returns the number of the subscription */
    static Subscription open(Connection connection, EventKind kind, String source, LongSupplier asking) {
        Subscription subscription = null;
        connection.subscriptions().open();
        try {
            subscription = new Subscription(connection, kind, source, (int) asking.getAsLong());
            return subscription;
        } finally {
            connection.subscriptions().opened(subscription);
        }
    }

    /** The number by which the protocol knows it, u32. */
    public int id() {
        return id;
    }

    public EventKind kind() {
        return kind;
    }

    public String source() {
        return source;
    }

    /** Events that this side had no room for. Those the server had no room for come as an OVERRUN event. */
    public long lost() {
        return lost.get();
    }

    /**
     * Waits for the next event.
     *
     * @return empty when the time is over, or the subscription closed
     * @throws ConnectionLostException if there will never be one
     */
    public Optional<Event> next(Duration timeout) {
        long deadline = System.nanoTime() + Deadlines.nanos(timeout);
        while (true) {
            Event event = events.poll();
            if (event != null || closed.get()) {
                return Optional.ofNullable(event);
            }
            if (!connection.reading().await(() -> !events.isEmpty() || closed.get(), deadline)) {
                if (connection.isLost() && events.isEmpty()) {
                    throw connection.loss().underway(Opcode.SUBSCRIBE);
                }
                return Optional.ofNullable(events.poll());
            }
        }
    }

    /** Gives all events to {@code consumer} from now on, one after the other, in a thread of the library. */
    public void onEvent(Consumer<Event> consumer) {
        listener = consumer;
        connection.callbacks().start();
        connection.callbacks().submit(this::deliver);
    }

    /** Whether {@link #next} would not wait. */
    public boolean hasNext() {
        return !events.isEmpty();
    }

    /** Tells the server that the interrupts so far have been seen to: EV-3. */
    public void acknowledge() {
        connection.call(request -> new Acknowledge(request, Integer.toUnsignedLong(id)), Done.class);
    }

    /**
     * Blocks at the server until there is something to acknowledge, and acknowledges it.
     *
     * @return count 0 when the time is over
     */
    public Waited await(Duration timeout) {
        long nanos = Deadlines.nanos(timeout);
        long millis = Deadlines.millis(nanos);
        long deadline = System.nanoTime() + nanos + connection.deadlineNanos();
        return (Waited) connection.call(request -> new Wait(request, Integer.toUnsignedLong(id), millis), 0, deadline);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            connection.subscriptions().close(this);
            try {
                connection.call(request -> new Unsubscribe(request, Integer.toUnsignedLong(id)), Done.class);
            } catch (ConnectionLostException e) {
                // It ended with its connection.
            }
        }
    }

    /** Takes an event in; called by the thread that reads. */
    void take(Event event) {
        if (!events.offer(event)) {
            lost.incrementAndGet();
        }
        if (listener != null && delivering.compareAndSet(false, true)) {
            connection.callbacks().submit(this::deliver);
        }
    }

    private void deliver() {
        delivering.set(false);
        for (Event event = events.poll(); event != null && !closed.get(); event = events.poll()) {
            listener.accept(event);
        }
    }
}
