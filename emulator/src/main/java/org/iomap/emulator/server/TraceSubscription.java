package org.iomap.emulator.server;

import org.iomap.emulator.trace.Entry;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Traced;

/** A reader of the trace. It has only a place in the ring: who is too slow misses lines, and nobody waits for it. */
final class TraceSubscription extends Subscription {
    private final Trace trace;
    private final MachineHost host;
    private final long most;
    private long next;

    TraceSubscription(long number, Session session, MachineHost host) {
        super(number, EventKind.TRACE, session);
        this.host = host;
        this.trace = host.machine().trace();
        this.most = session.terms().limit(Limit.QUEUED_EVENTS);
        this.next = trace.end();
        trace.watch();
    }

    @Override
    void drain() {
        long behind = trace.end() - next - most;
        if (behind > 0) {
            lose(behind);
            next += behind;
        }
        while (next < trace.end()) {
            Entry entry = trace.read(next);
            if (entry == null) {
                lose(1);
            } else if (!tellLost() || !session().send(line(entry))) {
                return;
            } else {
                nextSequence();
            }
            next++;
        }
    }

    private Traced line(Entry entry) {
        boolean master = !entry.master().isEmpty();
        return new Traced(
                sequence() + 1,
                number(),
                entry.kind().number(),
                entry.width(),
                entry.timeNanos(),
                entry.physical(),
                entry.value(),
                master ? 0 : entry.pid(),
                master ? entry.master() : host.actor(entry.pid()),
                entry.place(),
                entry.text());
    }

    @Override
    void release() {
        trace.unwatch();
    }
}
