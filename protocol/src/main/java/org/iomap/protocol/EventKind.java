package org.iomap.protocol;

/** What can be subscribed to: EV-4. */
public enum EventKind {
    INTERRUPT(1),
    FAULT(2),
    DEVICE_REMOVED(3),
    MACHINE_RESET(4),
    TRACE(5),
    TERMINAL(6);

    private static final Numbers<EventKind> BY_NUMBER = new Numbers<>(values(), EventKind::number);

    private final int number;

    EventKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static EventKind of(long number) {
        return BY_NUMBER.find(number);
    }
}
