package org.iomap.emulator.module.teaching;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;

/** Sixteen words deep: a store appends, a load takes the oldest, a word too many is lost and says so. */
final class Fifo {
    private static final int DEPTH = 16;
    private static final int EMPTY = 0x100;
    private static final int FULL = 0x200;
    private static final long ALL = 0xFFFF_FFFFL;

    private final Events events;
    private final Register in;
    private final Register threshold;
    private final int[] words = new int[DEPTH];
    private int oldest;
    private int level;

    Fifo(RegisterBank bank, Events events) {
        this.events = events;
        // spotless:off
        //                   offset name              access reset writable
                    bank.add(0x20, "FIFO_OUT",        R,     0,    0).live(this::first).afterLoad(this::take);
        in        = bank.add(0x20, "FIFO_IN",         W,     0,    ALL).afterStore(this::append);
                    bank.add(0x24, "FIFO_LEVEL",      R,     EMPTY, 0).bits("LEVEL:5 -:3 EMPTY FULL").live(this::levels);
        threshold = bank.add(0x28, "FIFO_THRESHOLD",  RW,    8,    0x1F);
        // spotless:on
    }

    void reset() {
        level = 0;
    }

    private long first() {
        return level == 0 ? 0 : Integer.toUnsignedLong(words[oldest]);
    }

    private void take() {
        if (level > 0) {
            oldest = (oldest + 1) % DEPTH;
            level--;
        }
    }

    private void append() {
        if (level == DEPTH) {
            events.set(Events.FIFO_OVERRUN);
            return;
        }
        words[(oldest + level) % DEPTH] = (int) in.value();
        level++;
        if (level == threshold.value()) {
            events.set(Events.FIFO_LEVEL);
        }
    }

    private long levels() {
        return level | (level == 0 ? EMPTY : 0) | (level == DEPTH ? FULL : 0);
    }
}
