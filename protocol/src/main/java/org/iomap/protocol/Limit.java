package org.iomap.protocol;

/** The limits of the service: HS-8. */
public enum Limit {
    MESSAGE_BYTES(1, 65536L, 1048576L, true),
    REQUESTS_IN_FLIGHT(2, 256L, 4096L, true),
    BYTES_IN_FLIGHT(3, 1048576L, 8388608L, true),
    DESCRIPTORS(4, 256L, 4096L, true),
    WINDOWS(5, 1024L, 4096L, true),
    QUEUED_EVENTS(6, 1024L, 65536L, true),
    BATCH_ENTRIES(7, 1024L, 4096L, true),
    IDLE_MILLIS(8, 60000L, 3600000L, true),
    TRANSFER_ELEMENTS(9, 65536L, 65536L, false),
    MAPPED_BYTES(10, 1073741824L, 4294967296L, false),
    CONNECTIONS(11, 20000L, 1000000L, false),
    CONNECTIONS_PER_UID(12, 20000L, 1000000L, false),
    CONNECTIONS_OPENING(13, 1024L, 65536L, false),
    TOTAL_BYTES_IN_FLIGHT(14, 268435456L, 17179869184L, false),
    TOTAL_DESCRIPTORS(15, 65536L, 1048576L, false),
    TOTAL_WINDOWS(16, 65536L, 1048576L, false),
    SUBSCRIPTIONS(17, 64L, 1024L, false),
    CALL_MILLIS(18, 5000L, 600000L, false),
    CALLS(19, 1024L, 65536L, false),
    DMA_BYTES(20, 16777216L, 1073741824L, false);

    private static final Numbers<Limit> BY_NUMBER = new Numbers<>(values(), Limit::number);

    private final int number;
    private final long defaultValue;
    private final long ceiling;
    private final boolean negotiated;

    Limit(int number, long defaultValue, long ceiling, boolean negotiated) {
        this.number = number;
        this.defaultValue = defaultValue;
        this.ceiling = ceiling;
        this.negotiated = negotiated;
    }

    public int number() {
        return number;
    }

    /** In force where nobody says otherwise. */
    public long defaultValue() {
        return defaultValue;
    }

    /** The most that a setting or a client may ask for. */
    public long ceiling() {
        return ceiling;
    }

    /** True when a client may ask for a value of its own in HELLO. */
    public boolean isNegotiated() {
        return negotiated;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static Limit of(long number) {
        return BY_NUMBER.find(number);
    }
}
