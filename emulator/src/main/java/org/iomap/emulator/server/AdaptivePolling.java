package org.iomap.emulator.server;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/**
 * Looks for events without sleeping for a while after the last one, then sleeps: to wake a thread on another core costs
 * 20 to 30 microseconds, an answer less than one.
 */
final class AdaptivePolling implements SelectStrategy {
    private final long spinNanos;
    private long spinUntil;
    private boolean slept;

    /**
     * Makes the strategy of one event loop.
     *
     * @param spinNanos how long after the last event; 0 sleeps at once
     */
    AdaptivePolling(long spinNanos) {
        this.spinNanos = spinNanos;
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        if (spinNanos == 0) {
            return SELECT;
        }
        if (slept) {
            slept = false;
            spinUntil = System.nanoTime() + spinNanos;
        }
        do {
            int ready = selectNow.get();
            if (ready > 0) {
                spinUntil = System.nanoTime() + spinNanos;
                return ready;
            }
        } while (System.nanoTime() - spinUntil < 0);
        slept = true;
        return SELECT;
    }
}
