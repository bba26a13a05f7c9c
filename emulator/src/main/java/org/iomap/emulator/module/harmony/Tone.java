package org.iomap.emulator.module.harmony;

/** An input for when there is no other: 440 Hz, 6 dB below full scale. */
public final class Tone implements AudioInput {
    private static final double PITCH_HERTZ = 440;
    private static final int PEAK = 0x4000;

    @Override
    public int sample(long frame, double hertz, int channel) {
        double periods = frame * PITCH_HERTZ / hertz;
        return (int) Math.round(PEAK * StrictMath.sin(2 * Math.PI * (periods - Math.floor(periods))));
    }
}
