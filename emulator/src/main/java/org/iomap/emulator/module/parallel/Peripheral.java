package org.iomap.emulator.module.parallel;

/**
 * What is at the far end of a parallel cable. It sees the port's outputs as bits of CONTROL and DATA, and drives bits
 * 7:3 of STATUS.
 */
public interface Peripheral {
    /** Bits 7:3 of STATUS. */
    int status();

    /**
     * The port's outputs may have changed.
     *
     * @param before CONTROL as it was
     * @param data what is on the data lines, all ones when the port does not drive them
     * @return true when this ends a pulse of the peripheral's on nACK
     */
    boolean outputs(int before, int control, int data);

    /** A program has loaded STATUS. */
    default void statusLoaded(int control) {}

    /** The machine was switched off and on. */
    default void reset() {}
}
