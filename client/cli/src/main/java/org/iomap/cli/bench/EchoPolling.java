package org.iomap.cli.bench;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/** The polling of the service, for the echo that it is compared with: a while after the last event, then it sleeps. */
final class EchoPolling implements SelectStrategy {
    private final long spinNanos;
    private long spinUntil;
    private boolean slept;

    EchoPolling(long spinNanos) {
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
