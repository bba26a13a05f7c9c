package org.iomap.emulator.module.harmony;

/**
 * What GAINCTL does to samples. Factors are in 65536ths; channel 0 is the left one.
 *
 * <p>Source: hardware reference, section 8.1. The input gain of the left channel is 15:12, as OpenBSD has it and as the
 * codec's own time slots put it beside the other left ones; steps are those of the CS4215.
 *
 * @param outputLeft 0 while no output is enabled
 * @param monitor how much of the input is heard
 */
record Gains(int outputLeft, int outputRight, int inputLeft, int inputRight, int monitor) {
    static final int ONE = 0x1_0000;
    private static final double STEP_DECIBELS = 1.5;
    private static final int[] OUTPUT = factors(64, -STEP_DECIBELS);
    private static final int[] INPUT = factors(16, STEP_DECIBELS);
    private static final int NO_MONITOR = 15;
    private static final long OUTPUTS = 0x0E00_0000;

    static Gains of(long gainControl) {
        boolean isHeard = (gainControl & OUTPUTS) != 0;
        int monitorSteps = (int) (gainControl >> 20 & 0xF);
        return new Gains(
                isHeard ? OUTPUT[(int) (gainControl >> 6 & 0x3F)] : 0,
                isHeard ? OUTPUT[(int) (gainControl & 0x3F)] : 0,
                INPUT[(int) (gainControl >> 12 & 0xF)],
                INPUT[(int) (gainControl >> 16 & 0xF)],
                monitorSteps == NO_MONITOR ? 0 : ONE >> monitorSteps);
    }

    int output(int channel, int sample) {
        return scale(sample, channel == 0 ? outputLeft : outputRight);
    }

    /** The result may be over the range of 16 bits. */
    int input(int channel, int sample) {
        return scale(sample, channel == 0 ? inputLeft : inputRight);
    }

    int monitor(int sample) {
        return scale(sample, monitor);
    }

    /** Limits a sample to 16 bits. */
    static int clip(int sample) {
        return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
    }

    static int scale(int sample, int factor) {
        return (int) (((long) sample * factor + ONE / 2) >> 16);
    }

    private static int[] factors(int steps, double decibels) {
        int[] factors = new int[steps];
        for (int step = 0; step < steps; step++) {
            factors[step] = (int) Math.round(ONE * StrictMath.pow(10, step * decibels / 20));
        }
        return factors;
    }
}
