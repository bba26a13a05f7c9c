package org.iomap.protocol;

/** The family of a failure, in bits 31:24 of the status. Families never mix: ER-1. */
public enum Family {
    PROTOCOL(0x01),
    ERRNO(0x02),
    BUS(0x03),
    REFUSED(0x04);

    private static final Numbers<Family> BY_NUMBER = new Numbers<>(values(), Family::number);

    private final int number;

    Family(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static Family of(long number) {
        return BY_NUMBER.find(number);
    }
}
