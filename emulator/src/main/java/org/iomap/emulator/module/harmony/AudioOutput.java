package org.iomap.emulator.module.harmony;

/** What is connected to the outputs. */
public interface AudioOutput {
    /**
     * A buffer has been heard.
     *
     * @param buffer its physical address
     * @param samples left and right in turn, 16 bits; valid during the call
     * @param frames how many of each
     * @param hertz frames a second
     */
    void heard(long buffer, short[] samples, int frames, double hertz);
}
