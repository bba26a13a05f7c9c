package org.iomap.protocol;

/** The signals of a failed access, with their codes, as HP-UX numbers them. */
public enum Signal {
    SIGBUS(10),
    SIGSEGV(11);

    /** SIGSEGV: nothing is mapped at the address. */
    public static final int SEGV_MAPERR = 1;
    /** SIGSEGV: the mapping does not allow the access. */
    public static final int SEGV_ACCERR = 2;
    /** SIGBUS: the address is not a multiple of the width. */
    public static final int BUS_ADRALN = 1;
    /** SIGBUS: nothing answers at the address, or not in this width. */
    public static final int BUS_ADRERR = 2;

    private static final Numbers<Signal> BY_NUMBER = new Numbers<>(values(), Signal::number);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static Signal of(long number) {
        return BY_NUMBER.find(number);
    }
}
