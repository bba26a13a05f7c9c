package org.iomap.driver;

import java.nio.ByteBuffer;
import org.iomap.protocol.Errno;

/**
 * What a character driver does for the processes that have its device open. A method that fails throws
 * {@link DriverException}.
 *
 * <p>EAGAIN says "nothing now": a caller that may wait sleeps until {@link CharacterDevice#wakeUp}, and the driver is
 * asked again; one with O_NONBLOCK gets EAGAIN.
 */
public interface FileOperations {
    int POLLIN = 0x1;
    int POLLOUT = 0x4;
    int POLLERR = 0x8;

    /** Each open(2); one that throws has not opened it. */
    default void open(OpenFile file) {}

    /** The last descriptor of the file is gone, also because the process has ended. What it throws is only traced. */
    default void release(OpenFile file) {}

    /**
     * Puts bytes into {@code into}, at most what it has room for.
     *
     * @param position of the file, in bytes; it advances by what was read
     * @return bytes; 0 is the end of the file
     */
    default int read(OpenFile file, ByteBuffer into, long position) {
        throw new DriverException(Errno.ENODEV, "the driver has no read(2)");
    }

    /** Takes bytes from {@code from}, and returns how many; see {@link #read}. */
    default int write(OpenFile file, ByteBuffer from, long position) {
        throw new DriverException(Errno.ENODEV, "the driver has no write(2)");
    }

    /**
     * Controls the device.
     *
     * @param request such as 0xC0044D01, unsigned
     * @return what ioctl(2) returns
     */
    default long ioctl(OpenFile file, long request, IoctlArgument argument) {
        throw new DriverException(Errno.ENOTTY, "the driver has no ioctl(2)");
    }

    /** Fills an area with physical pages; one that throws maps nothing. */
    default void mmap(OpenFile file, MemoryArea area) {
        throw new DriverException(Errno.ENODEV, "the driver has no mmap(2)");
    }

    /** Returns what would not wait now: {@link #POLLIN}, {@link #POLLOUT} and {@link #POLLERR}, added up. */
    default int poll(OpenFile file) {
        return POLLIN | POLLOUT;
    }

    /** False when read(2) and write(2) fail whatever the descriptor was opened for. */
    default boolean hasReadAndWrite() {
        return true;
    }

    /** Whether its files have a position that lseek(2) moves; without one it is ESPIPE. */
    default boolean isSeekable() {
        return false;
    }
}
