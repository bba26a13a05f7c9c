package org.iomap.protocol;

/** The kind of a message, in the header. */
public enum MessageType {
    REQUEST(1),
    REPLY(2),
    EVENT(3),
    ERROR(4);

    private static final Numbers<MessageType> BY_NUMBER = new Numbers<>(values(), MessageType::number);

    private final int number;

    MessageType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static MessageType of(long number) {
        return BY_NUMBER.find(number);
    }
}
