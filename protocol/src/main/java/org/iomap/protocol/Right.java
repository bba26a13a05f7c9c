package org.iomap.protocol;

/** What a connection may do besides being a process: AU-4. The number is a bit of the rights word. */
public enum Right {
    MONITOR(0x1),
    ADMINISTRATOR(0x2),
    ANY_UID(0x4),
    /** To be a driver of the machine. */
    DRIVER(0x8);

    private static final Numbers<Right> BY_NUMBER = new Numbers<>(values(), Right::number);

    private final int number;

    Right(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static Right of(long number) {
        return BY_NUMBER.find(number);
    }
}
