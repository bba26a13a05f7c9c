package org.iomap.emulator.bus;

/** A wire from a module to an interrupt controller. */
@FunctionalInterface
public interface InterruptLine {
    void set(boolean high);
}
