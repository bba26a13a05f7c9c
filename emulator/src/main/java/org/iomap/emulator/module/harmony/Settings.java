package org.iomap.emulator.module.harmony;

/**
 * What CNTL tells the codec: how buffers are written and how fast they are converted, in both directions alike.
 *
 * @param isLowLevel the outputs are driven at 2.0 V instead of 2.8 V
 */
record Settings(SampleRate rate, SampleFormat format, boolean isStereo, Loopback loopback, boolean isLowLevel) {
    private static final int TWO_OF_TWO_POINT_EIGHT_VOLTS = Gains.ONE * 20 / 28;

    int channels() {
        return isStereo ? 2 : 1;
    }

    int frameBytes() {
        return channels() * format.bytes();
    }

    int framesPerBuffer() {
        return DmaChannel.BUFFER / frameBytes();
    }

    /** Returns a sample; in mono both channels have the same. */
    int sample(byte[] buffer, int frame, int channel) {
        return format.decode(buffer, at(frame, channel));
    }

    void putSample(int sample, byte[] buffer, int frame, int channel) {
        format.encode(sample, buffer, at(frame, channel));
    }

    int outputLevel(int sample) {
        return isLowLevel ? Gains.scale(sample, TWO_OF_TWO_POINT_EIGHT_VOLTS) : sample;
    }

    private int at(int frame, int channel) {
        return frame * frameBytes() + (isStereo ? channel * format.bytes() : 0);
    }
}
