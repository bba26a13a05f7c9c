package org.iomap.emulator.bus;

import java.io.IOException;

/** Memory that programs of the host may have as their own. */
public interface Shareable {
    /**
     * Moves the memory into a file, unless it is there already, until {@link #unshare} was called as often.
     *
     * @throws IOException if the host has no room for it, or no such files
     */
    SharedFile share() throws IOException;

    void unshare();
}
