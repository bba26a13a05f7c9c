package org.iomap.protocol;

/** The kind of a message, in the header. */
public enum MessageType {
    REQUEST(1, Header.FLAG_POSTED),
    REPLY(2, Header.FLAG_MORE),
    EVENT(3, 0),
    ERROR(4, 0);

    private static final Numbers<MessageType> BY_NUMBER = new Numbers<>(values(), MessageType::number);

    private final int number;
    private final int flags;

    MessageType(int number, int flags) {
        this.number = number;
        this.flags = flags;
    }

    public int number() {
        return number;
    }

    /** The flags that are defined for this type, of those that must be understood. */
    public int flags() {
        return flags;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static MessageType of(long number) {
        return BY_NUMBER.find(number);
    }
}
