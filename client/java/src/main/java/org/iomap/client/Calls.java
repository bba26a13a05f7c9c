package org.iomap.client;

import java.util.concurrent.LinkedBlockingQueue;
import org.iomap.protocol.CallAbandoned;
import org.iomap.protocol.Called;
import org.iomap.protocol.Event;
import org.iomap.protocol.Limit;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.ProtocolException;

/** What processes ask of the driver at this end: CALL events in the order they came. */
final class Calls {
    private final LinkedBlockingQueue<Event> waiting;

    /** @param limits as many calls may be under way, and as many open files be released */
    Calls(Negotiated limits) {
        waiting = new LinkedBlockingQueue<>((int) (limits.value(Limit.CALLS) + limits.value(Limit.TOTAL_DESCRIPTORS)));
    }

    /** Takes an event in; called by the thread that reads. */
    void take(Event event) {
        if (event instanceof CallAbandoned abandoned && forget(abandoned.call())) {
            return;
        }
        if (!waiting.offer(event)) {
            throw new ProtocolException(ProtocolCode.PAYLOAD, "more calls to a driver than the limits allow");
        }
    }

    /** A call that nobody has begun to answer is as if it had never come. */
    private boolean forget(long call) {
        return waiting.removeIf(event -> event instanceof Called called && called.call() == call);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Null when there is none. */
    Event poll() {
        return waiting.poll();
    }
}
