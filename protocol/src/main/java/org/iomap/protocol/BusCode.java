package org.iomap.protocol;

/** The codes of the family BUS: why a load or store failed. */
public enum BusCode {
    /** Rule 21. */
    NO_MAPPING(1),
    /** Rule 23. */
    ALIGNMENT(2),
    /** Rule 22. */
    HOLE(3),
    /** Rule 22. */
    WIDTH(4),
    /** ER-5. */
    DEVICE_FAILED(5),
    /** ER-6. */
    RE_ENTRY(6),
    /** Rule 22. */
    MACHINE_CHECK(7),
    /** mmap(2): the mapping does not allow the access. */
    PROTECTION(8),
    /** mmap(2): there is no page behind this part of the mapping. */
    NO_PAGE(9);

    private static final Numbers<BusCode> BY_NUMBER = new Numbers<>(values(), BusCode::number);

    private final int number;

    BusCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static BusCode of(long number) {
        return BY_NUMBER.find(number);
    }
}
