package org.iomap.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a connection now and then, so that the server's PING is answered although no thread waits for anything. One
 * daemon thread does it for all connections of the Java process, and ends when there are none.
 */
final class KeepAlive {
    private static final ScheduledThreadPoolExecutor THREAD = thread();
    private static final int LOOKS_PER_IDLE_TIME = 12;
    private static final long MOST_MILLIS = 5000;

    private final Connection connection;
    private volatile Future<?> looks = CompletableFuture.completedFuture(null);

    KeepAlive(Connection connection) {
        this.connection = connection;
    }

    private static ScheduledThreadPoolExecutor thread() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "iomap-keep-alive");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** @param idleMillis after which the server sends a PING */
    void start(long idleMillis) {
        long period = Math.max(1, Math.min(MOST_MILLIS, idleMillis / LOOKS_PER_IDLE_TIME));
        looks = THREAD.scheduleWithFixedDelay(connection::attend, period, period, TimeUnit.MILLISECONDS);
        if (connection.isLost()) {
            stop();
        }
    }

    void stop() {
        looks.cancel(false);
    }

    /** Runs {@code task} after some time, unless {@code future} is complete before. */
    @SuppressWarnings("FutureReturnValueIgnored") // cancelling the timer is all that follows, and cannot fail
    void after(long nanos, Runnable task, CompletableFuture<?> future) {
        Future<?> timer = THREAD.schedule(task, nanos, TimeUnit.NANOSECONDS);
        future.whenComplete((value, failure) -> timer.cancel(false));
    }
}
