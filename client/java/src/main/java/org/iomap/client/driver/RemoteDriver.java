package org.iomap.client.driver;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.iomap.client.DriverConnection;
import org.iomap.client.IomapException;
import org.iomap.client.RemoteProcess;
import org.iomap.driver.Driver;
import org.iomap.protocol.CallAbandoned;
import org.iomap.protocol.Called;
import org.iomap.protocol.Event;

/**
 * A driver that runs in this program. One thread of its own takes the calls of processes and the interrupts, and calls
 * the driver with them, interrupts first.
 */
public final class RemoteDriver implements AutoCloseable {
    private static final Duration A_LONG_TIME = Duration.ofHours(1);
    private static final long MOST_EXIT_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final RemoteProcess process;
    private final Driver driver;
    private final DriverConnection connection;
    private final RemoteKernel kernel;
    private final Calls calls;
    private final Thread thread;
    private volatile boolean leaving;
    private volatile IomapException failure;

    private RemoteDriver(RemoteProcess process, Driver driver) {
        this.process = process;
        this.driver = driver;
        connection = process.becomeDriver(driver.name());
        kernel = new RemoteKernel(process, connection);
        calls = new Calls(kernel, connection);
        thread = new Thread(this::serve, "iomap-driver " + driver.name());
        thread.setDaemon(true);
    }

    /** Connects, and starts; see {@link #start(RemoteProcess, Driver)}. */
    public static RemoteDriver start(String uri, Driver driver) {
        RemoteProcess process = RemoteProcess.connect(uri);
        try {
            return start(process, driver);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /**
     * Starts a driver: insmod. It has initialized itself when this returns.
     *
     * @param process with the right DRIVER; owned by the driver once it is one: when the kernel does not take it as
     *     one, EBUSY, it remains what it was
     * @throws org.iomap.driver.DriverException if it cannot work on this machine
     */
    public static RemoteDriver start(RemoteProcess process, Driver driver) {
        RemoteDriver started = new RemoteDriver(process, driver);
        try {
            driver.init(started.kernel);
            started.thread.start();
            return started;
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /**
     * Waits until the driver has ended.
     *
     * @throws IomapException if it was not {@link #close} that ended it
     */
    public void join() throws InterruptedException {
        thread.join();
        if (failure != null && !leaving) {
            throw failure;
        }
    }

    /** Ends the driver when it has finished what it does: rmmod. One that does not finish is killed. */
    @Override
    public void close() {
        leaving = true;
        if (Thread.currentThread() != thread) {
            wakeUp();
            awaitEnd();
        }
    }

    /** The thread that waits for events looks around when anything arrives. */
    private void wakeUp() {
        try {
            process.ping();
        } catch (IomapException e) {
            // The connection is lost, and the driver ends by that.
        }
    }

    private void awaitEnd() {
        boolean interrupted = false;
        try {
            thread.join(MOST_EXIT_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive()) {
            process.kill();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try {
            while (!leaving) {
                connection.await(this::hasWork, A_LONG_TIME);
                kernel.deliverInterrupts();
                connection.nextCall(Duration.ZERO).ifPresent(this::take);
            }
        } catch (IomapException e) {
            failure = e;
        } finally {
            exit();
        }
    }

    private boolean hasWork() {
        return leaving || connection.hasCall() || kernel.hasInterrupt();
    }

    private void take(Event event) {
        if (event instanceof Called call) {
            calls.answer(call);
        } else if (event instanceof CallAbandoned abandoned) {
            calls.abandon(abandoned.call());
        }
    }

    private void exit() {
        try {
            driver.exit();
        } catch (RuntimeException e) {
            kernel.report("exit", e);
        } finally {
            process.close();
        }
    }
}
