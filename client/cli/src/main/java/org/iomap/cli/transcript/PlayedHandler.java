package org.iomap.cli.transcript;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.iomap.client.RemoteProcess;
import org.iomap.driver.DriverException;
import org.iomap.driver.InterruptHandler;
import org.iomap.protocol.Errno;

/** The interrupt handler of a driver that is played: it makes one store, which is to silence the device, and counts. */
final class PlayedHandler implements InterruptHandler {
    private final RemoteProcess process;
    private final Access.Store silencing;
    private final long address;
    private final Semaphore calls = new Semaphore(0);

    /**
     * @param silencing what it does; null for a handler that does nothing, whose line stays masked
     * @param address of the kernel, where it does it
     */
    PlayedHandler(RemoteProcess process, Access.Store silencing, long address) {
        this.process = process;
        this.silencing = silencing;
        this.address = address;
    }

    @Override
    public void handle(long count) {
        if (silencing != null) {
            silencing.access(process, address);
        }
        calls.release();
        if (silencing == null) {
            throw new DriverException(Errno.EIO, "the handler does nothing: the line stays masked");
        }
    }

    /** How often it was called since the last time; waits until it was. */
    long await(Duration time) {
        try {
            boolean called = calls.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
            return (called ? 1L : 0L) + calls.drainPermits();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
