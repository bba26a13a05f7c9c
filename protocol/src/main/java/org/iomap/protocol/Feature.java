package org.iomap.protocol;

/** A feature is usable once both sides have said its number: HS-4. */
public enum Feature {
    /** LOAD_BLOCK to COMPARE. */
    TRANSFERS(1),
    BATCH(2),
    /** SUBSCRIBE to WAIT, and the events. */
    EVENTS(3),
    /** The monitor's and the administrator's requests. */
    MONITOR(4),
    /** POINTER and PICTURE: what is plugged into the machine. */
    PERIPHERALS(5),
    /** What a driver outside the service does: BECOME_DRIVER to PRINTK, and its events. */
    DRIVERS(6),
    /** LSEEK, POLL and FTRUNCATE. */
    FILES(7),
    /** EXPLAIN. */
    EXPLAIN(8),
    /** SHARE. */
    SHARED_MEMORY(9);

    private static final Numbers<Feature> BY_NUMBER = new Numbers<>(values(), Feature::number);

    private final int number;

    Feature(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static Feature of(long number) {
        return BY_NUMBER.find(number);
    }
}
