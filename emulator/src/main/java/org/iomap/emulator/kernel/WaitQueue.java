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
        return new Sleeper<>(attempt).make();
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

    /** One call. */
    private final class Sleeper<T> {
        private final Supplier<Answer<T>> attempt;
        private final Answer<T> result = Answer.later();
        private RuntimeException interrupted;

        Sleeper(Supplier<Answer<T>> attempt) {
            this.attempt = attempt;
        }

        Answer<T> make() {
            if (closed != null) {
                result.fail(closed);
                return result;
            }
            Answer<T> once = attempt.get();
            result.onAbandon(once::abandon);
            result.onInterrupt(why -> {
                interrupted = why;
                once.interrupt(why);
            });
            once.whenDone(this::end);
            return result;
        }

        private void end(Answer<T> once) {
            if (once.failure() == null) {
                result.complete(once.now());
            } else if (!isAgain(once.failure())) {
                result.fail(once.failure());
            } else if (closed != null || interrupted != null) {
                result.fail(closed == null ? interrupted : closed);
            } else if (!result.isDone()) {
                sleep();
            }
        }

        private void sleep() {
            Runnable again = this::make;
            sleepers.add(again);
            result.onAbandon(why -> sleepers.remove(again));
            result.onInterrupt(result::abandon);
        }
    }

    private static boolean isAgain(RuntimeException failure) {
        return failure instanceof DriverException call && call.errno() == Errno.EAGAIN;
    }
}
