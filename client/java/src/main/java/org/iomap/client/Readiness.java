package org.iomap.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** One thread's way to sleep until a socket is readable or writable. Each thread that sleeps has its own. */
final class Readiness implements Closeable {
    private final Selector selector;

    Readiness(SocketChannel channel, int operations) throws IOException {
        selector = Selector.open();
        channel.register(selector, operations);
    }

    /** Returns when the socket is ready, the time is over, or somebody called {@link #wakeUp}. */
    void await(long nanos) throws IOException {
        // An interrupt would end every sleep at once: it is kept for whoever looks for it after the call.
        boolean interrupted = Thread.interrupted();
        try {
            selector.select(key -> {}, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)));
        } catch (ClosedSelectorException e) {
            throw new IOException("the connection is closed", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
