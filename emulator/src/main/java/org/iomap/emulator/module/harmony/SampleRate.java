package org.iomap.emulator.module.harmony;

/**
 * How many frames a second the codec converts: one of its two crystals, divided.
 *
 * <p>Source: hardware reference, section 8.1; the crystals and divisors are those of the CS4215.
 *
 * @param crystal hertz
 */
record SampleRate(int crystal, int divisor) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int FIRST_CRYSTAL = 24_576_000;
    private static final int SECOND_CRYSTAL = 16_934_400;

    // spotless:off
    private static final SampleRate[] BY_CODE = {
        null, null, null, null, null, null, null, null,
        first(3072),  first(1536),  first(896),  first(768),  null,        null,        first(512),  first(2560),
        second(3072), second(1536), second(896), second(768), second(448), second(384), second(512), second(2560),
        null, null, null, null, null, null, null, null,
    };
    // spotless:on

    /** Returns the rate of a value of CNTL's lowest five bits, or null where the codec has none. */
    static SampleRate ofCode(int code) {
        return BY_CODE[code];
    }

    double hertz() {
        return (double) crystal / divisor;
    }

    /** How long some frames take. */
    long nanos(int frames) {
        return frames * (long) NANOS_PER_SECOND * divisor / crystal;
    }

    /** How many frames are over after a time. */
    long framesIn(long nanos) {
        return (long) (nanos / NANOS_PER_SECOND * hertz());
    }

    /** The frame that is nearest to a time. */
    long frameAt(long nanos) {
        return Math.round(nanos / NANOS_PER_SECOND * hertz());
    }

    private static SampleRate first(int divisor) {
        return new SampleRate(FIRST_CRYSTAL, divisor);
    }

    private static SampleRate second(int divisor) {
        return new SampleRate(SECOND_CRYSTAL, divisor);
    }
}
