package org.iomap.emulator.machine;

import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/**
 * The machine's clock as modules have it. What an alarm does is the machine's own doing, not that of any process; a
 * model that breaks in it takes nobody's request with it (ER-5).
 */
final class OwnAlarms implements Clock {
    private static final int THE_MACHINE = 0;

    private final Clock clock;
    private final Trace trace;

    OwnAlarms(Clock clock, Trace trace) {
        this.clock = clock;
        this.trace = trace;
    }

    @Override
    public long now() {
        return clock.now();
    }

    @Override
    public Alarm at(long nanos, Runnable task) {
        return clock.at(nanos, own(task));
    }

    /** Returns a task that is the machine's own doing. */
    Runnable own(Runnable task) {
        return () -> {
            int actor = trace.actor();
            trace.actor(THE_MACHINE);
            try {
                task.run();
            } catch (RuntimeException e) {
                trace.note(
                        TraceKind.MACHINE, 0, "an alarm failed: " + e.getClass().getSimpleName());
            } finally {
                trace.actor(actor);
            }
        };
    }
}
