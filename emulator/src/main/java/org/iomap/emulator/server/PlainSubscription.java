package org.iomap.emulator.server;

import java.util.function.LongFunction;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;

/** A subscription to rare events, which are sent as they happen or counted as lost. */
final class PlainSubscription extends Subscription {
    PlainSubscription(long number, EventKind kind, Session session) {
        super(number, kind, session);
    }

    /** @param event made from its sequence number */
    void send(LongFunction<Event> event) {
        if (!tellLost() || !session().send(event.apply(sequence() + 1))) {
            lose(1);
        } else {
            nextSequence();
        }
    }

    @Override
    void release() {
        // The session itself is the source.
    }
}
