package org.iomap.protocol;

/** The kinds of a line of the trace. */
public enum TraceKind {
    LOAD(1),
    STORE(2),
    SYSTEM_CALL(3),
    BUS_ERROR(4),
    SIGNAL(5),
    INTERRUPT(6),
    /** A rule was broken: by the program or its driver, never by the model. */
    RULE(7),
    /** The model does not do what the hardware does here. */
    UNIMPLEMENTED(8),
    PROCESS(9),
    MACHINE(10);

    private static final Numbers<TraceKind> BY_NUMBER = new Numbers<>(values(), TraceKind::number);

    private final int number;

    TraceKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static TraceKind of(long number) {
        return BY_NUMBER.find(number);
    }
}
