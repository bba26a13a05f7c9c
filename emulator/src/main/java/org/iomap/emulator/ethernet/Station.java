package org.iomap.emulator.ethernet;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One machine's tap on a segment. Frames wait here for the machine's own thread; when too many wait, further ones are
 * lost and counted. No thread ever waits for another.
 */
public final class Station {
    /** Frames that wait at most. */
    public static final int MOST_WAITING = 256;

    private final Segment segment;
    private final Runnable bell;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();

    Station(Segment segment, Runnable bell) {
        this.segment = segment;
        this.bell = bell;
    }

    /** @param frame nobody changes it any more */
    public void send(byte[] frame) {
        segment.carry(frame, this);
    }

    /** Takes the frame that has waited longest, or returns null. Only the machine's thread takes them. */
    public byte[] take() {
        byte[] frame = waiting.poll();
        if (frame != null) {
            count.decrementAndGet();
        }
        return frame;
    }

    /** True when {@link #take} would find one. */
    public boolean hasFrames() {
        return !waiting.isEmpty();
    }

    /** Returns how many frames were lost since it was last asked. */
    public long takeLost() {
        return lost.get() == 0 ? 0 : lost.getAndSet(0);
    }

    void arrive(byte[] frame) {
        if (count.incrementAndGet() > MOST_WAITING) {
            count.decrementAndGet();
            lost.incrementAndGet();
        } else {
            waiting.add(frame);
        }
        bell.run();
    }
}
