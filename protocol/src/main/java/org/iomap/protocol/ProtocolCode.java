package org.iomap.protocol;

/** The codes of the family PROTOCOL. Each names the requirement that was broken. */
public enum ProtocolCode {
    LENGTH(1, "FR-4"),
    TYPE(2, "FR-1"),
    FLAGS(3, "FR-6"),
    RESERVED(4, "FR-6"),
    PAYLOAD(5, "FR-3"),
    DUPLICATE_ID(6, "RQ-1"),
    NOT_OPEN(7, "HS-6"),
    MAGIC(8, "HS-1"),
    VERSION(9, "HS-2"),
    OPTIONS(10, "HS-6"),
    DEADLINE(11, "FC-3"),
    CONTROL_RATE(12, "FC-2"),
    NAME(13, "DC-3"),
    UNSUPPORTED(14, "ER-4"),
    BYTE_ORDER(15, "FR-2"),
    BLOCKED(16, "FC-1"),
    WIDTH(17, "OR-7");

    private static final Numbers<ProtocolCode> BY_NUMBER = new Numbers<>(values(), ProtocolCode::number);

    private final int number;
    private final String requirement;

    ProtocolCode(int number, String requirement) {
        this.number = number;
        this.requirement = requirement;
    }

    public int number() {
        return number;
    }

    /** The id of the requirement, such as {@code FR-4}. */
    public String requirement() {
        return requirement;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static ProtocolCode of(long number) {
        return BY_NUMBER.find(number);
    }
}
