package org.iomap.cli.transcript;

import java.util.Locale;

/** How the machine's time passes, with the protocol's numbers. */
enum ClockKind {
    REAL(1),
    VIRTUAL(2);

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
