package org.iomap.emulator.module.teaching;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;

/**
 * A store that is on its way: it arrives a millisecond later, or when a load from the card pushes it, as the ordering
 * rules of PCI have it. The last one wins; a peek shows what has not arrived yet as not arrived.
 */
final class PostedStores {
    private static final long NANOS = 1_000_000;
    private static final long ALL = 0xFFFF_FFFFL;

    private final Clock clock;
    private final Events events;
    private final Register posted;
    private final Register arrived;
    private final Register arrivals;
    private Clock.Alarm alarm;

    PostedStores(RegisterBank bank, Clock clock, Events events) {
        this.clock = clock;
        this.events = events;
        // spotless:off
        //                  offset name        access reset writable
        posted   = bank.add(0x40, "POSTED",    W,     0,    ALL).afterStore(this::post);
        arrived  = bank.add(0x44, "ARRIVED",   R,     0,    0);
        arrivals = bank.add(0x48, "ARRIVALS",  R,     0,    0);
        // spotless:on
    }

    void reset() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    /** A load is about to leave the card: what was stored before it arrives before it. */
    void push() {
        if (alarm != null) {
            alarm.cancel();
            arrive();
        }
    }

    private void post() {
        if (alarm == null) {
            alarm = clock.at(clock.now() + NANOS, this::arrive);
        }
    }

    private void arrive() {
        alarm = null;
        arrived.value(posted.value());
        arrivals.value(arrivals.value() + 1 & ALL);
        events.set(Events.ARRIVED);
    }
}
