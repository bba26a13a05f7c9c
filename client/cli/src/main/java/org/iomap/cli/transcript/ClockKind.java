package org.iomap.cli.transcript;

import java.util.Locale;
import org.iomap.client.Monitor;

/** How the machine's time passes, with the protocol's numbers. */
enum ClockKind {
    REAL(Monitor.CLOCK_REAL),
    VIRTUAL(Monitor.CLOCK_VIRTUAL);

    private final int number;

    ClockKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ClockKind of(long number) {
        return number == VIRTUAL.number ? VIRTUAL : REAL;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
