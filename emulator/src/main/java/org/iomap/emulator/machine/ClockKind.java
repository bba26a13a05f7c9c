package org.iomap.emulator.machine;

/** How a machine's time passes. The numbers are those of the protocol. */
public enum ClockKind {
    /** With the world's. */
    REAL(1),
    /** Only when told. */
    VIRTUAL(2);

    private final int number;

    ClockKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
