package org.iomap.emulator.machine;

/** An input of an interrupt controller, with its bit in the controller's mask register. */
public interface MaskableInput extends InterruptInput {
    /** How often it has risen since the machine was switched on. */
    long count();

    /** Lets it through to the processor from now on, or not. It is no access of a program. */
    void unmask(boolean on);
}
