package org.iomap.protocol;

/** The options of HELLO. A number that is not here is answered "unsupported": HS-3. */
public enum OptionId {
    MACHINE(1),
    TOKEN(2),
    IDENTITY(3),
    FEATURES(4),
    LIMITS(5),
    PROCESS_NAME(6);

    private static final Numbers<OptionId> BY_NUMBER = new Numbers<>(values(), OptionId::number);

    private final int number;

    OptionId(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static OptionId of(long number) {
        return BY_NUMBER.find(number);
    }
}
