package org.iomap.emulator.module.harmony;

/** What is connected to the line and microphone inputs. */
public interface AudioInput {
    /**
     * Returns a sample of 16 bits.
     *
     * @param frame counts from when the codec began to convert
     * @param hertz frames a second
     * @param channel 0 left, 1 right
     */
    int sample(long frame, double hertz, int channel);
}
