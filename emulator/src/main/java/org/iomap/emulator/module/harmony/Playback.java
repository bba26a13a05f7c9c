package org.iomap.emulator.module.harmony;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.Dma;

/**
 * From buffers to what is heard. A buffer is read when it becomes the current one, and heard as it goes; the one before
 * is kept for a loopback.
 */
final class Playback implements Stream {
    private final Dma bus;
    private final Codec codec;
    private final AudioOutput output;
    private Buffer current;
    private Buffer before;
    private short[] heard;
    private int heardFrames;

    Playback(Dma bus, Codec codec, AudioOutput output) {
        this.bus = bus;
        this.codec = codec;
        this.output = output;
    }

    @Override
    public void begin(long address, long nanos) {
        Buffer read = before == null ? new Buffer() : before;
        before = current;
        current = read;
        read.settings = null;
        bus.read(address, ByteBuffer.wrap(read.bytes));
        read.settings = codec.settings();
        read.startedAt = nanos;
        heardFrames = 0;
        int samples = 2 * read.settings.framesPerBuffer();
        if (heard == null || heard.length < samples) {
            heard = new short[samples];
        }
    }

    @Override
    public void convert(int frame) {
        for (; heardFrames < frame; heardFrames++) {
            heard[2 * heardFrames] = (short) heard(heardFrames, 0);
            heard[2 * heardFrames + 1] = (short) heard(heardFrames, 1);
        }
    }

    @Override
    public void end(long address) {
        output.heard(address, heard, heardFrames, current.settings.rate().hertz());
    }

    @Override
    public void abandon() {
        current = null;
        before = null;
    }

    /**
     * Copies a frame as it was played.
     *
     * @param nanos when
     * @return false if nothing was played then, or not with these settings
     */
    boolean copyFrame(long nanos, Settings settings, byte[] into, int at) {
        return copyFrame(current, nanos, settings, into, at) || copyFrame(before, nanos, settings, into, at);
    }

    private static boolean copyFrame(Buffer buffer, long nanos, Settings settings, byte[] into, int at) {
        if (buffer == null || !settings.equals(buffer.settings)) {
            return false;
        }
        long frame = settings.rate().frameAt(nanos - buffer.startedAt);
        if (frame < 0 || frame >= settings.framesPerBuffer()) {
            return false;
        }
        System.arraycopy(buffer.bytes, (int) frame * settings.frameBytes(), into, at, settings.frameBytes());
        return true;
    }

    private int heard(int frame, int channel) {
        Gains gains = codec.gains();
        Settings settings = current.settings;
        int sample = settings.sample(current.bytes, frame, channel);
        if (gains.monitor() != 0) {
            int input =
                    Gains.clip(gains.input(channel, codec.input(settings.rate(), current.startedAt, frame, channel)));
            sample = Gains.clip(sample + gains.monitor(input));
        }
        return settings.outputLevel(gains.output(channel, sample));
    }

    /** A buffer's bytes, and how and when they were played. */
    private static final class Buffer {
        final byte[] bytes = new byte[DmaChannel.BUFFER];
        Settings settings;
        long startedAt;
    }
}
