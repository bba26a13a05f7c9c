package org.iomap.emulator.kernel.driver;

/** The way to a driver at the other end of a connection. Nothing here waits. */
public interface DriverLink {
    /** Sends it a call. */
    void call(DriverCall call);

    /** Tells it that nobody waits for the answer to a call any more. */
    void abandoned(long call);

    /** The most bytes of data that one call or its answer can carry. */
    int mostBytes();
}
