package org.iomap.emulator.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.iomap.protocol.Limit;

/** What all connections of the service share: FC-4. Used by every event loop, off the path of an access. */
final class Caps {
    private final Map<Limit, Long> limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger opening = new AtomicInteger();
    private final AtomicLong blockedBytes = new AtomicLong();
    private final Map<Integer, Integer> connectionsOfUid = new ConcurrentHashMap<>();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /**
     * Makes the caps.
     *
     * @param limits settings; what is missing has its default
     */
    Caps(Map<Limit, Long> limits) {
        this.limits = Map.copyOf(limits);
    }

    long limit(Limit limit) {
        return limits.getOrDefault(limit, limit.defaultValue());
    }

    /** A socket was accepted and has not said who it is (HS-6). */
    void beginOpening() {
        accepted.increment();
        int others = opening.getAndIncrement();
        if (others >= limit(Limit.CONNECTIONS_OPENING)) {
            throw met(Limit.CONNECTIONS_OPENING, others);
        }
        if (blockedBytes.get() > limit(Limit.TOTAL_BYTES_IN_FLIGHT)) {
            throw met(Limit.TOTAL_BYTES_IN_FLIGHT, blockedBytes.get());
        }
    }

    void endOpening() {
        opening.decrementAndGet();
    }

    /** Takes one place among the open connections. Give it back with {@link #leave}. */
    void enter(int uid) {
        if (connections.get() >= limit(Limit.CONNECTIONS)) {
            throw met(Limit.CONNECTIONS, connections.get());
        }
        connectionsOfUid.merge(uid, 1, (have, one) -> {
            if (have >= limit(Limit.CONNECTIONS_PER_UID)) {
                throw met(Limit.CONNECTIONS_PER_UID, have);
            }
            return have + one;
        });
        connections.incrementAndGet();
    }

    void leave(int uid) {
        connectionsOfUid.compute(uid, (key, have) -> have == null || have == 1 ? null : have - 1);
        connections.decrementAndGet();
    }

    /** Bytes that wait for somebody who does not read. */
    void blocked(long change) {
        if (change != 0) {
            blockedBytes.addAndGet(change);
        }
    }

    void received(int bytes) {
        bytesIn.add(bytes);
    }

    void sent(int bytes) {
        bytesOut.add(bytes);
    }

    void refused() {
        refused.increment();
    }

    int connections() {
        return connections.get();
    }

    int opening() {
        return opening.get();
    }

    long blockedBytes() {
        return blockedBytes.get();
    }

    long bytesIn() {
        return bytesIn.sum();
    }

    long bytesOut() {
        return bytesOut.sum();
    }

    long acceptedCount() {
        return accepted.sum();
    }

    long refusedCount() {
        return refused.sum();
    }

    private RefusedException met(Limit limit, long value) {
        return RefusedException.limit(limit, value, limit(limit));
    }
}
