package org.iomap.emulator.kernel;

/** Real time, whatever the machine's clock says: who waits for a program outside the service waits in it. */
@FunctionalInterface
public interface Timer {
    /** One that never comes. */
    Timer NEVER = (millis, task) -> () -> {};

    /** Nanoseconds since some time. */
    default long nanos() {
        return System.nanoTime();
    }

    /**
     * Runs {@code task} on the machine's thread after some time.
     *
     * @return ends it
     */
    Runnable after(long millis, Runnable task);
}
