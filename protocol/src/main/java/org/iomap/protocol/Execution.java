package org.iomap.protocol;

/** Whether the request that failed was carried out: RQ-6. */
public enum Execution {
    NOT_EXECUTED(1),
    EXECUTED(2),
    UNKNOWN(3);

    private static final Numbers<Execution> BY_NUMBER = new Numbers<>(values(), Execution::number);

    private final int number;

    Execution(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static Execution of(long number) {
        return BY_NUMBER.find(number);
    }
}
