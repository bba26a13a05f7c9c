package org.iomap.emulator.module.uart;

import org.iomap.emulator.bus.Clock;

/**
 * The receiver's timer: bytes have been waiting for four character times and nobody came.
 *
 * <p>It is started again with every byte, so it keeps one alarm and moves that only when it rings too early.
 */
final class CharacterTimeout {
    private static final long STOPPED = Long.MAX_VALUE;

    private final Clock clock;
    private final Runnable expired;
    private Clock.Alarm alarm;
    private long alarmAt;
    private long due = STOPPED;

    CharacterTimeout(Clock clock, Runnable expired) {
        this.clock = clock;
        this.expired = expired;
    }

    void start(long nanos) {
        due = clock.now() + nanos;
        if (alarm == null || due < alarmAt) {
            setAlarm();
        }
    }

    void stop() {
        due = STOPPED;
    }

    /** Stops for good: the clock's alarms are gone. */
    void reset() {
        stop();
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void setAlarm() {
        if (alarm != null) {
            alarm.cancel();
        }
        alarmAt = due;
        alarm = clock.at(due, this::ring);
    }

    private void ring() {
        alarm = null;
        if (due <= clock.now()) {
            due = STOPPED;
            expired.run();
        } else if (due != STOPPED) {
            setAlarm();
        }
    }
}
