package org.iomap.emulator.server;

import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import org.iomap.emulator.kernel.FileDescription;
import org.iomap.emulator.kernel.driver.CallsInFlight;
import org.iomap.emulator.kernel.driver.DriverCall;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.driver.DriverLink;
import org.iomap.protocol.CallAbandoned;
import org.iomap.protocol.Called;
import org.iomap.protocol.Event;
import org.iomap.protocol.Header;
import org.iomap.protocol.Limit;

/**
 * A connection that is a driver. Calls go out in the order in which they were made; those that the other side does not
 * take now wait here, and no more of them than may be in flight.
 */
final class DriverConnection implements DriverLink {
    /** Header and fields of a Called, and of a Complete with a few pages. */
    private static final int OVERHEAD = 16 * Header.LENGTH;

    private final Session session;
    private final DriverContext context;
    private final CallsInFlight calls;
    private final Queue<Event> waiting = new ArrayDeque<>();

    DriverConnection(Session session, DriverContext context) {
        this.session = session;
        this.context = context;
        this.calls = new CallsInFlight(context, this);
    }

    DriverContext context() {
        return context;
    }

    CallsInFlight calls() {
        return calls;
    }

    @Override
    public void call(DriverCall call) {
        FileDescription caller = call.caller();
        send(new Called(
                call.number(),
                call.file(),
                call.operation().number(),
                Integer.toUnsignedLong(caller.device().dev()),
                call.flags(),
                caller.pid(),
                caller.uid(),
                caller.gid(),
                call.request(),
                call.argument(),
                call.offset(),
                call.length(),
                Unpooled.wrappedBuffer(call.data())));
    }

    /** A call that has not left yet need not be told of, and not be taken back. */
    @Override
    public void abandoned(long call) {
        boolean isStillHere = waiting.removeIf(event -> event instanceof Called called && called.call() == call);
        if (!isStillHere) {
            send(new CallAbandoned(call));
        }
    }

    @Override
    public int mostBytes() {
        return (int) session.terms().limit(Limit.MESSAGE_BYTES) - OVERHEAD;
    }

    private void send(Event event) {
        if (!waiting.isEmpty() || !session.send(event)) {
            waiting.add(event);
        }
    }

    /** The other side has taken what it was sent. */
    void drain() {
        while (!waiting.isEmpty() && session.send(waiting.peek())) {
            waiting.remove();
        }
    }
}
