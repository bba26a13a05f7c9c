package org.iomap.client;

/** Something a thread waits for, and that the thread that reads brings about. */
interface Waiter {
    /** Seen by every thread once it is true. */
    boolean isReady();
}
