package org.iomap.emulator.kernel;

import org.iomap.driver.DriverException;
import org.iomap.protocol.Errno;

/** What a file of {@code /proc} or {@code /sys} holds: made when it is read, understood when it is written. */
@FunctionalInterface
public interface GeneratedFile {
    /** Returns all of it, as {@code who} may see it. */
    byte[] read(Credentials who);

    /**
     * Takes what was written.
     *
     * @param position of the first byte in the file
     * @throws DriverException EINVAL when it makes no sense; EIO when nothing is written here
     */
    default void write(Credentials who, byte[] data, long position) {
        throw new DriverException(Errno.EIO, "nothing is written here");
    }
}
