package org.iomap.emulator.module.ps2;

/** What is at the end of a PS/2 cable. What it sends waits until the port takes it. */
interface Ps2Device {
    /** A byte from the port: a command, or the argument of one. The answer is there at once. */
    void receive(int value);

    boolean hasByte();

    /** Returns the byte that comes next; only when there is one. */
    int peek();

    /** Removes the byte that comes next. */
    void take();

    /** What was sent and not taken is lost. */
    void flush();

    /** The machine was switched off and on. */
    void reset();
}
