package org.iomap.protocol;

/** The codes of the family REFUSED. */
public enum RefusedCode {
    /** HS-8. */
    LIMIT(1),
    /** AU-4. */
    RIGHT(2),
    /** EN-1. */
    SHUTDOWN(3),
    /** AU-2. */
    TOKEN(4),
    /** No machine has this name. */
    MACHINE(5),
    /** AU-1. */
    IDENTITY(6),
    /** RQ-5. */
    CANCELLED(7),
    /** The machine does not have this yet. */
    UNIMPLEMENTED(8),
    /** No line, module, terminal, subscription or process has this name. */
    NO_SUCH(9),
    /** The machine was reset or crashed. */
    MACHINE_DOWN(10),
    /** The service itself failed; its log has the cause. */
    INTERNAL(11);

    private static final Numbers<RefusedCode> BY_NUMBER = new Numbers<>(values(), RefusedCode::number);

    private final int number;

    RefusedCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static RefusedCode of(long number) {
        return BY_NUMBER.find(number);
    }
}
