package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EAGAIN;

import org.iomap.driver.FileOperations;

/** One poll(2): the driver is asked, and asked again when it wakes its sleepers, until the time runs out. */
final class PollCall {
    private final Kernel kernel;
    private final FileDescription file;
    private final int events;
    private final long timeoutMillis;
    private Runnable endTimer = () -> {};

    /** @param timeoutMillis 0 does not wait; negative has no end */
    PollCall(Kernel kernel, FileDescription file, int events, long timeoutMillis) {
        this.kernel = kernel;
        this.file = file;
        this.events = events | FileOperations.POLLERR;
        this.timeoutMillis = timeoutMillis;
    }

    /** Returns the events that have happened; 0 when the time ran out. */
    Answer<Integer> answer() {
        Answer<Integer> first = file.driver().poll(file).then(found -> found & events);
        return timeoutMillis == 0 ? first : first.thenAnswer(found -> found != 0 ? Answer.of(found) : sleep());
    }

    /** The time begins when the driver was asked once: however slow it is, what is there is found. */
    private Answer<Integer> sleep() {
        Answer<Integer> ready = file.driver()
                .sleepers()
                .untilReady(() -> file.driver().poll(file).then(this::orAgain));
        if (ready.isDone() || timeoutMillis < 0) {
            return ready;
        }
        Answer<Integer> result = Answer.later();
        result.onAbandon(ready::abandon);
        endTimer = kernel.timer().after(timeoutMillis, () -> {
            ready.abandon(nothingNow());
            result.complete(0);
        });
        ready.whenDone(its -> {
            endTimer.run();
            if (its.failure() == null) {
                result.complete(its.now());
            } else if (!isAgain(its)) {
                result.fail(its.failure());
            }
        });
        return result;
    }

    private int orAgain(int found) {
        if ((found & events) == 0) {
            throw nothingNow();
        }
        return found & events;
    }

    private static boolean isAgain(Answer<Integer> its) {
        return its.failure() instanceof SystemCallException call && call.errno() == EAGAIN;
    }

    private static SystemCallException nothingNow() {
        return new SystemCallException(EAGAIN, 0, "nothing has happened");
    }
}
