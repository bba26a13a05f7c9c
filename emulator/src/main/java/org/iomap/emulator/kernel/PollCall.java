package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EAGAIN;

import org.iomap.driver.FileOperations;

/**
 * One poll(2): the driver is asked, and asked again when it wakes its sleepers, until the time runs out. The time
 * begins when it was asked once: however slow it is, what is there is found.
 */
final class PollCall {
    private final Kernel kernel;
    private final FileDescription file;
    private final int events;
    private final long timeoutMillis;
    private final Answer<Integer> result = Answer.later();
    private Answer<Integer> ready;
    private Runnable endTimer;

    /** @param timeoutMillis 0 does not wait; negative has no end */
    PollCall(Kernel kernel, FileDescription file, int events, long timeoutMillis) {
        this.kernel = kernel;
        this.file = file;
        this.events = events | FileOperations.POLLERR;
        this.timeoutMillis = timeoutMillis;
    }

    /** Returns the events that have happened; 0 when the time ran out. */
    Answer<Integer> answer() {
        if (timeoutMillis == 0) {
            return ask();
        }
        ready = file.driver().sleepers().untilReady(() -> ask().then(this::orAgain));
        result.onAbandon(ready::abandon);
        result.onInterrupt(ready::interrupt);
        ready.whenDone(this::end);
        return result;
    }

    /** A driver that says EAGAIN says that nothing has happened. */
    private Answer<Integer> ask() {
        Answer<Integer> asked = file.driver().poll(file);
        Answer<Integer> found = Answer.later();
        found.onAbandon(asked::abandon);
        found.onInterrupt(asked::interrupt);
        asked.whenDone(its -> {
            if (its.failure() == null) {
                found.complete(its.now() & events);
            } else if (isAgain(its)) {
                found.complete(0);
            } else {
                found.fail(its.failure());
            }
        });
        return found;
    }

    private int orAgain(int found) {
        if (found == 0) {
            if (endTimer == null && timeoutMillis > 0) {
                endTimer = kernel.timer().after(timeoutMillis, this::runOut);
            }
            throw nothingNow();
        }
        return found;
    }

    private void runOut() {
        ready.abandon(nothingNow());
        result.complete(0);
    }

    private void end(Answer<Integer> its) {
        if (endTimer != null) {
            endTimer.run();
        }
        if (its.failure() == null) {
            result.complete(its.now());
        } else if (!isAgain(its)) {
            result.fail(its.failure());
        }
    }

    private static boolean isAgain(Answer<Integer> its) {
        return its.failure() instanceof SystemCallException call && call.errno() == EAGAIN;
    }

    private static SystemCallException nothingNow() {
        return new SystemCallException(EAGAIN, 0, "nothing has happened");
    }
}
