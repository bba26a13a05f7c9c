package org.iomap.emulator.module.teaching;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;

/**
 * The integer square root of a number, a millisecond after it was asked for. What comes while it is busy is refused.
 */
final class Computation {
    private static final long NANOS = 1_000_000;
    private static final long ALL = 0xFFFF_FFFFL;

    private final Clock clock;
    private final Events events;
    private final Register operand;
    private final Register result;
    private final Register busy;
    private Clock.Alarm alarm;
    private long taken;

    Computation(RegisterBank bank, Clock clock, Events events) {
        this.clock = clock;
        this.events = events;
        // spotless:off
        //                 offset name       access reset writable
        operand = bank.add(0x30, "OPERAND",  W,     0,    ALL).afterStore(this::start);
        result  = bank.add(0x34, "RESULT",   R,     0,    0);
        busy    = bank.add(0x38, "BUSY",     R,     0,    0).bits("COMPUTING");
        // spotless:on
    }

    void reset() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void start() {
        if (alarm != null) {
            events.set(Events.REFUSED);
            return;
        }
        taken = operand.value();
        busy.value(1);
        alarm = clock.at(clock.now() + NANOS, this::finish);
    }

    private void finish() {
        alarm = null;
        busy.value(0);
        result.value((long) Math.sqrt((double) taken));
        events.set(Events.COMPUTED);
    }
}
