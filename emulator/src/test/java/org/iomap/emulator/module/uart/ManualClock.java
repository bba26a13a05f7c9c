package org.iomap.emulator.module.uart;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.Clock;

/** A clock that a test moves. */
final class ManualClock implements Clock {
    private final List<Due> alarms = new ArrayList<>();
    private long now;

    @Override
    public long now() {
        return now;
    }

    @Override
    public Alarm at(long nanos, Runnable task) {
        Due due = new Due(nanos, task);
        alarms.add(due);
        return () -> alarms.remove(due);
    }

    void advance(long nanos) {
        now += nanos;
        for (Due due : List.copyOf(alarms)) {
            if (due.nanos <= now && alarms.remove(due)) {
                due.task.run();
            }
        }
    }

    int alarms() {
        return alarms.size();
    }

    private record Due(long nanos, Runnable task) {}
}
