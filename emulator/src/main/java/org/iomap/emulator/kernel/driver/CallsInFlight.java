package org.iomap.emulator.kernel.driver;

import static org.iomap.protocol.Errno.EBUSY;
import static org.iomap.protocol.Errno.EIO;
import static org.iomap.protocol.Errno.ETIMEDOUT;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.iomap.emulator.kernel.Answer;
import org.iomap.emulator.kernel.Escaped;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.kernel.Timer;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Limit;

/**
 * The calls that a driver at the other end of a connection owes an answer. Whatever it does, each ends: with its
 * answer, with ETIMEDOUT, or with ENODEV when it goes.
 */
public final class CallsInFlight {
    private final DriverContext context;
    private final DriverLink link;
    private final Map<Long, InFlight> calls = new LinkedHashMap<>();
    private final long mostNanos;
    private boolean isTimed;
    private long last;
    private long lastFile;

    public CallsInFlight(DriverContext context, DriverLink link) {
        this.context = context;
        this.link = link;
        this.mostNanos = TimeUnit.MILLISECONDS.toNanos(context.limits().callMillis());
        context.atEnd(this::end);
    }

    DriverLink link() {
        return link;
    }

    DriverContext context() {
        return context;
    }

    /** The number of a file that is being opened: no other of this driver has it. */
    long nextFile() {
        return ++lastFile;
    }

    /** How many there are. */
    public int count() {
        return calls.size();
    }

    /**
     * Calls the driver.
     *
     * @param message makes the message, given the number of the call
     */
    Answer<DriverAnswer> ask(LongFunction<DriverCall> message) {
        if (context.hasEnded()) {
            return Answer.failed(context.gone());
        }
        if (calls.size() >= context.limits().calls()) {
            return Answer.failed(new SystemCallException(
                    EBUSY, 0, "driver %s has %d calls to answer".formatted(name(), calls.size()), Limit.CALLS));
        }
        long call = ++last;
        InFlight inFlight = new InFlight(timer().nanos() + mostNanos);
        calls.put(call, inFlight);
        inFlight.answer.onAbandon(why -> abandon(call));
        inFlight.answer.onInterrupt(why -> {});
        if (!isTimed) {
            isTimed = true;
            timer().after(context.limits().callMillis(), this::expire);
        }
        link.call(message.apply(call));
        return inFlight.answer;
    }

    /** There is one timer for all: calls are late in the order in which they were made. */
    private void expire() {
        isTimed = false;
        long now = timer().nanos();
        for (Map.Entry<Long, InFlight> call : List.copyOf(calls.entrySet())) {
            long left = call.getValue().deadline - now;
            if (left > 0 && !isTimed) {
                isTimed = true;
                timer().after(TimeUnit.NANOSECONDS.toMillis(left) + 1, this::expire);
            } else if (left <= 0) {
                late(call.getKey(), call.getValue().answer);
            }
        }
    }

    private Timer timer() {
        return context.kernel().timer();
    }

    /** Tells the driver of the end of a file: nothing comes back. */
    void release(LongFunction<DriverCall> message) {
        if (!context.hasEnded()) {
            link.call(message.apply(++last));
        }
    }

    /** The driver has answered. What nobody waits for any more does nothing: it has heard so. */
    public void complete(DriverAnswer message) {
        InFlight inFlight = calls.remove(message.call());
        if (inFlight == null) {
            return;
        }
        if (message.errno() == 0) {
            inFlight.answer.complete(message);
        } else {
            inFlight.answer.fail(failure(message));
        }
    }

    private SystemCallException failure(DriverAnswer message) {
        Errno errno = Errno.of(message.errno());
        if (errno == null) {
            return wrong("answered with errno " + message.errno());
        }
        String text = message.text().isEmpty() ? errno.toString() : Escaped.sentence(message.text());
        return new SystemCallException(errno, 0, "driver %s: %s".formatted(name(), text));
    }

    /** The driver's answer makes no sense. */
    SystemCallException wrong(String what) {
        return new SystemCallException(EIO, 0, "driver %s %s".formatted(name(), what));
    }

    private void late(long call, Answer<DriverAnswer> answer) {
        SystemCallException why = new SystemCallException(
                ETIMEDOUT,
                0,
                "driver %s has not answered for %d ms"
                        .formatted(name(), context.limits().callMillis()),
                Limit.CALL_MILLIS);
        abandon(call);
        answer.fail(why);
    }

    private void abandon(long call) {
        calls.remove(call);
        if (!context.hasEnded()) {
            link.abandoned(call);
        }
    }

    private void end() {
        List<InFlight> all = List.copyOf(calls.values());
        calls.clear();
        all.forEach(inFlight -> inFlight.answer.fail(context.gone()));
    }

    private String name() {
        return context.name();
    }

    private static final class InFlight {
        private final Answer<DriverAnswer> answer = Answer.later();
        private final long deadline;

        InFlight(long deadline) {
            this.deadline = deadline;
        }
    }
}
