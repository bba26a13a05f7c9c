package org.iomap.emulator.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.util.concurrent.ScheduledFuture;
import org.iomap.emulator.machine.InterruptInput;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.InterruptRaised;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Waited;

/**
 * An interrupt line somebody listens to. One event is under way at a time: rises before its acknowledgement are
 * counted, and a level that is still high at the acknowledgement raises the next event (EV-3).
 */
final class InterruptSubscription extends Subscription {
    private final MachineHost host;
    private final InterruptInput line;
    private final Runnable unsubscribe;
    private final Runnable atEnd;
    private long rises;
    private long lastRiseNanos;
    private boolean unacknowledged;
    /** An event of a level that is still high could not be sent. */
    private boolean owed;

    private long waiting;
    private ScheduledFuture<?> timeout;

    /** @param atEnd runs when it ends */
    InterruptSubscription(long number, Session session, MachineHost host, InterruptInput line, Runnable atEnd) {
        super(number, EventKind.INTERRUPT, session);
        this.atEnd = atEnd;
        this.host = host;
        this.line = line;
        this.unsubscribe = line.onRise(this::rise);
    }

    private void rise(long nanos) {
        rises++;
        lastRiseNanos = nanos;
        if (waiting != 0) {
            finish(waited());
        } else {
            tell();
        }
    }

    /** What cannot be sent now is merged into the event that can (EV-2). */
    private void tell() {
        if (unacknowledged || isClosed()) {
            return;
        }
        long level = line.level() ? 1 : 0;
        owed = !session().send(new InterruptRaised(sequence() + 1, number(), level, rises, lastRiseNanos));
        if (!owed) {
            nextSequence();
            unacknowledged = true;
            rises = 0;
        }
    }

    @Override
    void drain() {
        if (waiting == 0 && (rises > 0 || (owed && line.level()))) {
            tell();
        }
    }

    /** Whether the line is high, and no event has told of it. */
    boolean isUntold() {
        return line.level() && !unacknowledged;
    }

    boolean isUnacknowledged() {
        return unacknowledged;
    }

    void acknowledge() {
        unacknowledged = false;
        if (rises > 0 || line.level()) {
            tell();
        }
    }

    /**
     * Waits for an event that was not acknowledged, and acknowledges it.
     *
     * @param timeoutMillis unsigned
     * @return the answer, or null when it comes later
     */
    Reply await(long requestId, long timeoutMillis) {
        if (waiting != 0) {
            throw RefusedException.noSuch("second WAIT for one subscription: event");
        }
        waiting = requestId;
        if (unacknowledged || rises > 0 || timeoutMillis == 0) {
            Reply now = waited();
            waiting = 0;
            return now;
        }
        host.statistics().waiting(1);
        timeout = session()
                .connection()
                .channel()
                .eventLoop()
                .schedule(() -> finish(waited()), timeoutMillis < 0 ? Long.MAX_VALUE : timeoutMillis, MILLISECONDS);
        return null;
    }

    private Reply waited() {
        long count = rises + (unacknowledged ? 1 : 0);
        rises = 0;
        unacknowledged = false;
        owed = false;
        return new Waited(waiting, count, line.level() ? 1 : 0);
    }

    /** The id of the WAIT that blocks; 0 when none does. */
    long waiting() {
        return waiting;
    }

    void finish(Reply reply) {
        if (waiting != 0) {
            waiting = 0;
            timeout.cancel(false);
            host.statistics().waiting(-1);
            session().answer(reply);
        }
    }

    @Override
    void release() {
        unsubscribe.run();
        atEnd.run();
        if (waiting != 0) {
            waiting = 0;
            timeout.cancel(false);
            host.statistics().waiting(-1);
        }
    }
}
