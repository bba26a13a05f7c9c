package org.iomap.emulator.bus;

/** The machine's time, as modules see it. */
public interface Clock {
    /** Nanoseconds since the machine was switched on. It stands still while one request is carried out. */
    long now();

    /**
     * Runs {@code task} once, on the machine's thread, when the time has come.
     *
     * @param nanos a time of {@link #now}; one that has passed runs at the next tick
     * @return the alarm; cancelling it twice, or after it ran, does nothing
     */
    Alarm at(long nanos, Runnable task);

    /** Something that will run later. */
    interface Alarm {
        void cancel();
    }
}
