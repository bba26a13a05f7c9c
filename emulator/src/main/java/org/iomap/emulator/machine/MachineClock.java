package org.iomap.emulator.machine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.iomap.emulator.bus.Clock;

/**
 * A machine's time. It stands still between ticks, so that everything in one batch of requests happens at one time.
 *
 * <p>A real clock asks its thread to be woken for the earliest alarm, and for nothing when there is none. A virtual
 * clock moves only by {@link #advance}.
 */
public final class MachineClock implements Clock {
    private final PriorityQueue<Pending> alarms = new PriorityQueue<>();
    private final List<Runnable> everyTick = new ArrayList<>();
    private final AtomicBoolean isCalled = new AtomicBoolean();
    private volatile ScheduledExecutorService thread;
    private ScheduledFuture<?> wakeUp;
    private long wakeUpAt = Long.MAX_VALUE;
    private ClockKind kind;
    private long origin = System.nanoTime();
    private long now;
    private long made;
    private Runnable afterWake = () -> {};

    private MachineClock(ClockKind kind, ScheduledExecutorService thread) {
        this.kind = kind;
        this.thread = thread;
    }

    /**
     * Returns a clock that passes with the world's.
     *
     * @param thread the machine's thread, or null until {@link #runOn}
     */
    public static MachineClock real(ScheduledExecutorService thread) {
        return new MachineClock(ClockKind.REAL, thread);
    }

    /** Returns a clock that stands until it is moved. */
    public static MachineClock virtual() {
        return new MachineClock(ClockKind.VIRTUAL, null);
    }

    /** Alarms fire on this thread even when nobody calls {@link #tick}. */
    public void runOn(ScheduledExecutorService newThread) {
        sleep();
        thread = newThread;
        wakeForEarliest();
    }

    /** Calls {@code listener} after alarms that fired on the thread, when nobody called {@link #tick}. */
    public void onWake(Runnable listener) {
        afterWake = listener;
    }

    /** Takes the time, and runs the alarms that are due. */
    public void tick() {
        if (kind == ClockKind.REAL) {
            now = System.nanoTime() - origin;
        }
        takeIn();
        runDue();
    }

    /** Runs {@code task} at every tick: it takes in what came from outside the machine, which so has a time. */
    public void onTick(Runnable task) {
        everyTick.add(task);
    }

    /**
     * Makes the machine tick soon, on its own thread, because something waits for {@link #onTick}. Any thread may call
     * it. A machine that has no thread yet, or none any more, ticks when somebody makes it.
     */
    public void call() {
        ScheduledExecutorService machine = thread;
        if (machine != null && isCalled.compareAndSet(false, true)) {
            try {
                machine.execute(this::answer);
            } catch (RejectedExecutionException isGone) {
                // The service stops.
            }
        }
    }

    @Override
    public long now() {
        return now;
    }

    /** Seconds since 1970. A virtual clock says that the machine was switched on in 1970: every run is the same. */
    public long secondsSince1970() {
        return kind == ClockKind.REAL ? System.currentTimeMillis() / 1000 : TimeUnit.NANOSECONDS.toSeconds(now);
    }

    /** As {@link #secondsSince1970}, in nanoseconds. */
    public long nanosSince1970() {
        if (kind == ClockKind.VIRTUAL) {
            return now;
        }
        Instant time = Instant.now();
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    public ClockKind kind() {
        return kind;
    }

    /** Changes how time passes from now on; the present time stays. */
    public void kind(ClockKind newKind) {
        tick();
        kind = newKind;
        origin = System.nanoTime() - now;
        sleep();
        wakeForEarliest();
    }

    /** Moves a virtual clock; each alarm on the way sees its own time. */
    public void advance(long nanos) {
        if (kind != ClockKind.VIRTUAL || nanos < 0) {
            throw new IllegalArgumentException("only a virtual clock is moved, and only forward");
        }
        long target = Math.addExact(now, nanos);
        takeIn();
        while (!alarms.isEmpty() && alarms.peek().nanos <= target) {
            Pending due = alarms.poll();
            now = Math.max(now, due.nanos);
            due.task.run();
        }
        now = target;
    }

    /** Time starts again at 0, without alarms. */
    public void restart() {
        alarms.clear();
        sleep();
        now = 0;
        origin = System.nanoTime();
    }

    @Override
    public Alarm at(long nanos, Runnable task) {
        Pending alarm = new Pending(nanos, made++, task);
        alarms.add(alarm);
        wakeForEarliest();
        return () -> alarms.remove(alarm);
    }

    private void takeIn() {
        for (int i = 0; i < everyTick.size(); i++) {
            everyTick.get(i).run();
        }
    }

    private void runDue() {
        while (!alarms.isEmpty() && alarms.peek().nanos <= now) {
            alarms.poll().task.run();
        }
    }

    /** A wake-up that comes too early costs less than moving it, so it is only ever moved forward. */
    private void wakeForEarliest() {
        if (kind == ClockKind.VIRTUAL || thread == null || alarms.isEmpty() || alarms.peek().nanos >= wakeUpAt) {
            return;
        }
        sleep();
        wakeUpAt = alarms.peek().nanos;
        long delay = Math.max(0, wakeUpAt - (System.nanoTime() - origin));
        wakeUp = thread.schedule(this::wake, delay, TimeUnit.NANOSECONDS);
    }

    private void answer() {
        isCalled.set(false);
        tick();
        wakeForEarliest();
        afterWake.run();
    }

    private void wake() {
        wakeUp = null;
        wakeUpAt = Long.MAX_VALUE;
        tick();
        wakeForEarliest();
        afterWake.run();
    }

    private void sleep() {
        if (wakeUp != null) {
            wakeUp.cancel(false);
            wakeUp = null;
        }
        wakeUpAt = Long.MAX_VALUE;
    }

    /** @param number in which order they were made: alarms of one time run in that order */
    private record Pending(long nanos, long number, Runnable task) implements Comparable<Pending> {
        @Override
        public int compareTo(Pending other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
