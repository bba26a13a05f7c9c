package org.iomap.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.iomap.protocol.Header;
import org.iomap.protocol.ProtocolException;

/**
 * The receiving half of a connection. There is no thread for it: of the threads that wait for something, one leads: it
 * reads the socket and hands out what arrives, its own and the others'. When its own is there it leaves, and wakes one
 * of those that follow to lead in its place.
 */
final class Reading {
    private static final int FIRST_SIZE = 16 * 1024;
    private static final int MESSAGES = 2;

    private final Transport transport;
    private final Incoming incoming;
    private final Polling polling;
    private final ReentrantLock leadership = new ReentrantLock();
    private final Queue<Follower> followers = new ConcurrentLinkedQueue<>();
    private ByteBuffer in = ByteBuffer.allocateDirect(FIRST_SIZE);
    private int start;

    private record Follower(Waiter waiter, Thread thread) {}

    Reading(Transport transport, Incoming incoming, long spinNanos) {
        this.transport = transport;
        this.incoming = incoming;
        polling = new Polling(spinNanos);
    }

    /**
     * Waits, reading the socket or letting another thread read it.
     *
     * @param deadline of System.nanoTime()
     * @return true when the waiter is ready; false when the deadline has passed or the connection is lost
     */
    boolean await(Waiter waiter, long deadline) {
        if (waiter.isReady()) {
            return true;
        }
        return leadership.tryLock() ? leadAndLeave(waiter, deadline) : follow(waiter, deadline);
    }

    /** Takes in what has arrived, if nobody else is at it. Never waits. */
    void drain() {
        if (leadership.tryLock()) {
            try {
                while (!incoming.isLost() && receive()) {
                    incoming.answerPings();
                }
            } finally {
                leave();
            }
        }
    }

    /** True while a thread reads. */
    boolean isLed() {
        return leadership.isLocked();
    }

    private boolean follow(Waiter waiter, long deadline) {
        Follower self = new Follower(waiter, Thread.currentThread());
        followers.add(self);
        boolean interrupted = false;
        try {
            while (!waiter.isReady() && !incoming.isLost()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return waiter.isReady();
                }
                // Tried only after joining: whoever leads now sees this follower when it leaves.
                if (leadership.tryLock()) {
                    return leadAndLeave(waiter, deadline);
                }
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
            }
            return waiter.isReady();
        } finally {
            followers.remove(self);
            promote();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean leadAndLeave(Waiter waiter, long deadline) {
        try {
            boolean ready = lead(waiter, deadline);
            while (transport.hasBuffered() && !incoming.isLost() && receive()) {
                // Nobody who sleeps on the socket would see it.
            }
            return ready;
        } finally {
            leave();
        }
    }

    private void leave() {
        leadership.unlock();
        promote();
    }

    /** Wakes one follower to lead, when nobody does. */
    private void promote() {
        if (!followers.isEmpty() && !leadership.isLocked()) {
            for (Follower follower : followers) {
                if (!follower.waiter.isReady()) {
                    LockSupport.unpark(follower.thread);
                    return;
                }
            }
        }
    }

    private boolean lead(Waiter waiter, long deadline) {
        long now = System.nanoTime();
        long pollUntil = now + polling.nanos();
        boolean slept = false;
        while (!waiter.isReady() && !incoming.isLost()) {
            if (now - pollUntil >= 0 && !transport.hasBuffered()) {
                if (deadline - now <= 0) {
                    return false;
                }
                sleep(deadline - now);
                slept = true;
            } else {
                Thread.onSpinWait();
            }
            if (receive()) {
                incoming.answerPings();
            }
            now = System.nanoTime();
        }
        if (slept) {
            polling.failed();
        } else {
            polling.succeeded();
        }
        return waiter.isReady();
    }

    private void sleep(long nanos) {
        try {
            transport.awaitReadable(nanos);
        } catch (IOException e) {
            incoming.lose(Loss.of(String.valueOf(e.getMessage()), e));
        }
    }

    /** Reads once and hands out every whole message. Returns false when there was nothing to read. */
    private boolean receive() {
        try {
            int count = transport.read(in);
            if (count < 0) {
                incoming.end();
                return false;
            }
            if (count == 0) {
                return false;
            }
            handOut();
            return true;
        } catch (IOException e) {
            incoming.lose(Loss.of(String.valueOf(e.getMessage()), e));
            return false;
        } catch (ProtocolException e) {
            incoming.lose(Loss.of("the server broke the protocol: " + e.getMessage(), e));
            return false;
        }
    }

    private void handOut() {
        int end = in.position();
        int length = Header.LENGTH;
        while (end - start >= Header.LENGTH) {
            length = incoming.length(in, start);
            if (end - start < length) {
                break;
            }
            incoming.take(in, start);
            start += length;
        }
        makeRoom(end, length);
        incoming.publish();
        if (!followers.isEmpty()) {
            wakeReady();
        }
    }

    /** Moves a message that was begun only when the rest of it has no room behind it. */
    private void makeRoom(int end, int length) {
        boolean wasFull = !in.hasRemaining();
        if (start == end) {
            in.clear();
            start = 0;
        } else if (wasFull || length > in.capacity() - start) {
            in.limit(end).position(start);
            in.compact();
            start = 0;
        }
        if (wasFull) {
            grow();
        }
    }

    /** Grows with the bytes received, not with those announced: FR-4. */
    private void grow() {
        int size = Math.min(2 * in.capacity(), MESSAGES * incoming.longest());
        if (size > in.capacity()) {
            in = ByteBuffer.allocateDirect(size).put(in.flip());
        }
    }

    private void wakeReady() {
        for (Follower follower : followers) {
            if (follower.waiter.isReady()) {
                LockSupport.unpark(follower.thread);
            }
        }
    }

    /** Wakes everybody: the connection is lost. */
    void wakeAll() {
        followers.forEach(follower -> LockSupport.unpark(follower.thread));
    }
}
