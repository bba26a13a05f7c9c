package org.iomap.protocol;

/** What a CALL asks a driver for. */
public enum Operation {
    OPEN(1),
    RELEASE(2),
    READ(3),
    WRITE(4),
    IOCTL(5),
    MMAP(6),
    POLL(7);

    private static final Numbers<Operation> BY_NUMBER = new Numbers<>(values(), Operation::number);

    private final int number;

    Operation(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static Operation of(long number) {
        return BY_NUMBER.find(number);
    }
}
