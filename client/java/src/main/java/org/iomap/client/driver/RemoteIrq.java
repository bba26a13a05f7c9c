package org.iomap.client.driver;

import java.time.Duration;
import org.iomap.client.IomapException;
import org.iomap.client.Subscription;
import org.iomap.driver.InterruptHandler;
import org.iomap.driver.Irq;
import org.iomap.protocol.InterruptRaised;

/** An interrupt line that a driver has requested. */
final class RemoteIrq implements Irq {
    private final RemoteKernel kernel;
    private final Subscription subscription;
    private final InterruptHandler handler;
    private final Release release;

    RemoteIrq(RemoteKernel kernel, Subscription subscription, InterruptHandler handler) {
        this.kernel = kernel;
        this.subscription = subscription;
        this.handler = handler;
        release = new Release(subscription::close);
    }

    @Override
    public String line() {
        return subscription.source();
    }

    boolean isPending() {
        return subscription.hasNext();
    }

    /** Calls the handler if there was an interrupt, and unmasks the line when it returns. */
    void deliver() {
        if (isPending()
                && subscription.next(Duration.ZERO).orElse(null) instanceof InterruptRaised raised
                && handled(Math.max(1, raised.count()))
                && !release.isDone()) {
            RemoteKernel.translated(subscription::acknowledge);
        }
    }

    /** A handler that throws has not silenced its device: the line stays masked, or the interrupt would never end. */
    private boolean handled(long count) {
        try {
            handler.handle(count);
            return true;
        } catch (IomapException lost) {
            throw lost;
        } catch (RuntimeException e) {
            kernel.report(line() + " stays masked", e);
            return false;
        }
    }

    @Override
    public void close() {
        kernel.free(this);
        release.run();
    }
}
