package org.iomap.emulator.module.harmony;

import org.iomap.emulator.bus.Clock;

/**
 * The CS4215 behind the chip: its reset, the settings and gains that it follows, and the time it takes to follow them.
 *
 * <p>Source: hardware reference, section 8.1. It converts nothing while it is held in reset or takes new settings.
 */
final class Codec {
    private static final long RESET_NANOS = 50_000_000;
    private static final int HANDSHAKE_FRAMES = 4;
    private static final int CALIBRATION_FRAMES = 194;
    private static final Settings AFTER_RESET =
            new Settings(SampleRate.ofCode(0x08), SampleFormat.MU_LAW, false, Loopback.NONE, false);
    private static final Gains SILENCE = Gains.of(Harmony.SILENCE);

    private final Clock clock;
    private final AudioInput input;
    private Settings settings = AFTER_RESET;
    private Gains gains = SILENCE;
    private boolean isHeld;
    private long heldSince;
    private long readyAt;
    private long convertingSince;

    Codec(Clock clock, AudioInput input) {
        this.clock = clock;
        this.input = input;
    }

    Settings settings() {
        return settings;
    }

    Gains gains() {
        return gains;
    }

    void gains(Gains newGains) {
        gains = newGains;
    }

    boolean isHeld() {
        return isHeld;
    }

    /** In control mode: not converting. */
    boolean isBusy() {
        return isHeld || clock.now() < readyAt;
    }

    /** When it converts again, or began to. */
    long readyAt() {
        return readyAt;
    }

    /** @param calibrate with AC, which takes longer */
    void take(Settings newSettings, boolean calibrate) {
        settings = newSettings;
        readyAt = clock.now() + settings.rate().nanos(HANDSHAKE_FRAMES + (calibrate ? CALIBRATION_FRAMES : 0));
    }

    void hold() {
        isHeld = true;
        heldSince = clock.now();
    }

    /** @return false if it was held for less time than its data sheet asks for */
    boolean release() {
        isHeld = false;
        readyAt = clock.now() + settings.rate().nanos(HANDSHAKE_FRAMES);
        return clock.now() - heldSince >= RESET_NANOS;
    }

    /** What is connected to the inputs begins now. */
    void startInput(long nanos) {
        convertingSince = nanos;
    }

    /**
     * Returns what the inputs have, before any gain.
     *
     * @param nanos when the first frame of a buffer was converted
     * @param frame counts from there
     */
    int input(SampleRate rate, long nanos, int frame, int channel) {
        return input.sample(rate.frameAt(nanos - convertingSince) + frame, rate.hertz(), channel);
    }

    void reset() {
        settings = AFTER_RESET;
        gains = SILENCE;
        isHeld = false;
        readyAt = 0;
        convertingSince = 0;
    }
}
