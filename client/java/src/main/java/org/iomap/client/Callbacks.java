package org.iomap.client;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that runs what callers left behind: completions of futures, and listeners of events. It exists once a
 * connection needs it, and reads the socket when no caller does. Callers that wait keep their place at the socket.
 */
final class Callbacks {
    private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long YIELD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Connection connection;
    private final Transport transport;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile Readiness watch;
    private volatile Thread thread;
    private volatile boolean stopped;
    private volatile boolean ended;

    Callbacks(Connection connection, Transport transport) {
        this.connection = connection;
        this.transport = transport;
    }

    /** Starts the thread, unless it runs. */
    synchronized void start() {
        if (thread != null || connection.isLost()) {
            return;
        }
        try {
            watch = transport.watch();
        } catch (IOException e) {
            connection.lose(Loss.of(String.valueOf(e.getMessage()), e));
            return;
        }
        thread = new Thread(this::run, "iomap-callbacks");
        thread.setDaemon(true);
        thread.start();
    }

    /** May be called from anywhere: it only takes a note. */
    void submit(Runnable task) {
        tasks.add(task);
        if (ended) {
            runTasks();
        } else if (Thread.currentThread() != thread) {
            wakeUp();
        }
    }

    /** Ends the thread when it has run all tasks. */
    void stop() {
        stopped = true;
        wakeUp();
    }

    private void wakeUp() {
        Readiness sleeping = watch;
        if (sleeping != null) {
            sleeping.wakeUp();
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        try (Readiness sleeping = watch) {
            while (!stopped) {
                runTasks();
                read(sleeping);
            }
        } catch (IOException e) {
            connection.lose(Loss.of(String.valueOf(e.getMessage()), e));
        } finally {
            ended = true;
            runTasks();
        }
    }

    private void read(Readiness sleeping) throws IOException {
        connection.attend();
        if (tasks.isEmpty() && !stopped) {
            if (connection.reading().isLed()) {
                // A caller reads: it needs the processor more than this thread does.
                LockSupport.parkNanos(this, YIELD_NANOS);
            } else {
                sleeping.await(SLEEP_NANOS);
            }
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                // A listener's mistake is its own; it must not end the others.
                Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(), e);
            }
        }
    }
}
