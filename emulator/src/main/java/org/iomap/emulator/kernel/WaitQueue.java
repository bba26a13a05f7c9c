package org.iomap.emulator.kernel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.iomap.driver.DriverException;
import org.iomap.protocol.Errno;

/** Calls that sleep until their driver wakes them: wait_event and wake_up. */
public final class WaitQueue {
    private final Set<Runnable> sleepers = new LinkedHashSet<>();
    private RuntimeException closed;

    /**
     * Makes a call; while it fails with EAGAIN it sleeps, and is made again when somebody wakes the queue.
     *
     * @param attempt makes the call once
     */
    <T> Answer<T> untilReady(Supplier<Answer<T>> attempt) {
        Answer<T> result = Answer.later();
        attempt(attempt, result);
        return result;
    }

    /** All that sleep now try again. */
    void wakeUp() {
        List<Runnable> all = List.copyOf(sleepers);
        sleepers.clear();
        all.forEach(Runnable::run);
    }

    /** Nobody wakes the queue any more: whoever sleeps here, or would, fails like this. */
    void close(RuntimeException why) {
        closed = why;
        wakeUp();
    }

    private <T> void attempt(Supplier<Answer<T>> attempt, Answer<T> result) {
        if (closed != null) {
            result.fail(closed);
            return;
        }
        Answer<T> once = attempt.get();
        result.onAbandon(once::abandon);
        once.whenDone(its -> {
            if (!isAgain(its.failure())) {
                finish(its, result);
            } else if (closed != null) {
                result.fail(closed);
            } else if (!result.isDone()) {
                Runnable again = () -> attempt(attempt, result);
                sleepers.add(again);
                result.onAbandon(why -> sleepers.remove(again));
            }
        });
    }

    private static <T> void finish(Answer<T> once, Answer<T> result) {
        if (once.failure() != null) {
            result.fail(once.failure());
        } else {
            result.complete(once.now());
        }
    }

    private static boolean isAgain(RuntimeException failure) {
        return failure instanceof DriverException call && call.errno() == Errno.EAGAIN;
    }
}
