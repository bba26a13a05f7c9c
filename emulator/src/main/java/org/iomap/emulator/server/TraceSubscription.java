package org.iomap.emulator.server;

import org.iomap.emulator.trace.Entry;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Traced;

/** A reader of the trace. It has only a place in the ring: who is too slow misses lines, and nobody waits for it. */
final class TraceSubscription extends Subscription {
    /** The source that begins with the lines of the past, as far as the ring has them. */
    private static final String PAST = "past";

    private final Trace trace;
    private final MachineHost host;
    private final long most;
    private final long now;
    private long next;

    /** @throws RefusedException when there is no such source */
    TraceSubscription(long number, Session session, MachineHost host, String source) {
        super(number, EventKind.TRACE, session);
        this.host = host;
        this.trace = host.machine().trace();
        this.most = session.terms().limit(Limit.QUEUED_EVENTS);
        this.now = trace.end();
        this.next = start(source);
        trace.watch();
    }

    private long start(String source) {
        return switch (source) {
            case "" -> now;
            case PAST -> trace.oldest();
            default -> throw RefusedException.noSuch("part of the trace");
        };
    }

    /**
     * What was there before the reader came waits in the ring and in no queue, so that it is not the reader's delay.
     */
    @Override
    void drain() {
        long behind = trace.end() - Math.max(next, now) - most;
        if (behind > 0) {
            long first = Math.max(next, now) + behind;
            lose(first - next);
            next = first;
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
                place(entry),
                entry.text());
    }

    /** A line of the past that nobody watched has no name of its place; what is there now is the best answer. */
    private String place(Entry entry) {
        return entry.place().isEmpty() && entry.index() < now ? trace.placeNow(entry) : entry.place();
    }

    @Override
    void release() {
        trace.unwatch();
    }
}
