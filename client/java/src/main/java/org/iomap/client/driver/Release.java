package org.iomap.client.driver;

import java.util.concurrent.atomic.AtomicBoolean;
import org.iomap.client.ConnectionLostException;

/** Gives back, once, what a driver has taken. */
final class Release implements Runnable {
    private final AtomicBoolean done = new AtomicBoolean();
    private final Runnable call;

    Release(Runnable call) {
        this.call = call;
    }

    boolean isDone() {
        return done.get();
    }

    @Override
    public void run() {
        if (done.compareAndSet(false, true)) {
            try {
                RemoteKernel.translated(call);
            } catch (ConnectionLostException e) {
                // It was released when the connection ended.
            }
        }
    }
}
