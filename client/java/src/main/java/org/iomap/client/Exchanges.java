package org.iomap.client;

import java.util.ArrayDeque;
import java.util.Deque;
import org.iomap.protocol.Execution;
import org.iomap.protocol.FailureDetail;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.RefusedCode;

/** The exchanges of a connection, each with a slot for good. What is answered is used again. */
final class Exchanges {
    private final InFlight inFlight;
    private final Deque<Exchange> spare = new ArrayDeque<>();

    Exchanges(InFlight inFlight) {
        this.inFlight = inFlight;
    }

    /** @throws RefusedException if all slots are taken */
    synchronized Exchange take() {
        Exchange exchange = spare.pollLast();
        if (exchange == null) {
            exchange = new Exchange(this);
            if (!inFlight.add(exchange)) {
                throw noSlot();
            }
        }
        return exchange;
    }

    synchronized void release(Exchange exchange) {
        spare.addLast(exchange);
    }

    static RefusedException noSlot() {
        return refused(Limit.REQUESTS_IN_FLIGHT, InFlight.SLOTS, "no request id is free");
    }

    static RefusedException refused(Limit limit, long value, String text) {
        FailureDetail detail = new FailureDetail(
                Execution.NOT_EXECUTED.number(), 0, 0, 0, 0, value, 0, 0, 0, 0, limit.number(), "", text);
        return new RefusedException(Opcode.UNKNOWN, RefusedCode.LIMIT, detail);
    }
}
