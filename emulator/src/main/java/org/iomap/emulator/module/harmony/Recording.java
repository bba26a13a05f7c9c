package org.iomap.emulator.module.harmony;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.Dma;
import org.iomap.emulator.register.Flag;

/** From the inputs, or from what is played, to buffers. A buffer is written when it is full. */
final class Recording implements Stream {
    private final Dma bus;
    private final Codec codec;
    private final Playback playback;
    private final Flag overRange;
    private byte[] captured;
    private int frames;
    private Settings settings;
    private long startedAt;

    Recording(Dma bus, Codec codec, Playback playback, Flag overRange) {
        this.bus = bus;
        this.codec = codec;
        this.playback = playback;
        this.overRange = overRange;
    }

    @Override
    public void begin(long address, long nanos) {
        if (captured == null) {
            captured = new byte[DmaChannel.BUFFER];
        }
        frames = 0;
        settings = codec.settings();
        startedAt = nanos;
    }

    @Override
    public void convert(int frame) {
        for (; frames < frame; frames++) {
            switch (settings.loopback()) {
                case NONE -> captureInput();
                case INTERNAL, DIGITAL -> copyPlayed();
                case ANALOG -> captureHeard();
            }
        }
    }

    @Override
    public void end(long address) {
        bus.write(address, ByteBuffer.wrap(captured));
    }

    @Override
    public void abandon() {
        frames = 0;
    }

    private void captureInput() {
        for (int channel = 0; channel < settings.channels(); channel++) {
            capture(codec.input(settings.rate(), startedAt, frames, channel), channel);
        }
    }

    private void captureHeard() {
        copyPlayed();
        for (int channel = 0; channel < settings.channels(); channel++) {
            int played = settings.sample(captured, frames, channel);
            capture(settings.outputLevel(codec.gains().output(channel, played)), channel);
        }
    }

    private void capture(int sample, int channel) {
        int amplified = codec.gains().input(channel, sample);
        int clipped = Gains.clip(amplified);
        if (clipped != amplified) {
            overRange.set(true);
        }
        settings.putSample(clipped, captured, frames, channel);
    }

    private void copyPlayed() {
        long nanos = startedAt + settings.rate().nanos(frames);
        if (!playback.copyFrame(nanos, settings, captured, frames * settings.frameBytes())) {
            for (int channel = 0; channel < settings.channels(); channel++) {
                settings.putSample(0, captured, frames, channel);
            }
        }
    }
}
