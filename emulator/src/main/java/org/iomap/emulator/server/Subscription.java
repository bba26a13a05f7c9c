package org.iomap.emulator.server;

import org.iomap.protocol.EventKind;
import org.iomap.protocol.Overrun;

/** One subscription of a session: events that come, and the count of those that were lost (EV-2). */
abstract class Subscription {
    private final long number;
    private final EventKind kind;
    private final Session session;
    private long sequence;
    private long lost;
    private boolean closed;

    Subscription(long number, EventKind kind, Session session) {
        this.number = number;
        this.kind = kind;
        this.session = session;
    }

    long number() {
        return number;
    }

    EventKind kind() {
        return kind;
    }

    Session session() {
        return session;
    }

    boolean isClosed() {
        return closed;
    }

    /** The sequence number of the last event. */
    long sequence() {
        return sequence;
    }

    /** The sequence number of the next event: a gap shows a loss. */
    long nextSequence() {
        return ++sequence;
    }

    /** Counts events that could not be sent. */
    void lose(long count) {
        lost += count;
        sequence += count;
    }

    /** Says how many were lost, before the next event; false when not even that could be sent. */
    boolean tellLost() {
        if (lost == 0) {
            return true;
        }
        if (!session.send(new Overrun(sequence + 1, number, lost))) {
            return false;
        }
        sequence++;
        lost = 0;
        return true;
    }

    /** Something may have happened since: sends what waits. Called after every batch of requests of the machine. */
    void drain() {}

    final void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /** Lets go of the source. */
    abstract void release();
}
