package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENODEV;

import java.nio.ByteBuffer;

/** A row of the character device switch, cdevsw. Every method may throw {@link SystemCallException}. */
public interface CharacterDriver {
    String name();

    /** The class that lsdev(1M) shows. */
    String driverClass();

    /** Each open of the device; one that throws has not opened it. */
    void open(UserProcess process, DeviceNumber device);

    /** The last close of the device, over all processes and special files. */
    void close(UserProcess process, DeviceNumber device);

    int read(UserProcess process, OpenFile file, ByteBuffer into);

    int write(UserProcess process, OpenFile file, ByteBuffer from);

    /**
     * Carries out ioctl(2).
     *
     * @param request such as 0xC0044D01, unsigned
     * @param argument the value that the argument points to
     */
    IoctlResult ioctl(UserProcess process, OpenFile file, long request, long argument);

    /** Returns the address of the mapping. */
    default long mmap(
            UserProcess process, OpenFile file, long address, long length, long offset, int protection, int flags) {
        throw new SystemCallException(ENODEV, 0, name() + " has no mmap(2)");
    }

    /** Takes away a whole mapping of this driver. */
    default void munmap(UserProcess process, Pregion pregion) {
        throw new SystemCallException(EINVAL, 0, "mmap(2) did not make this mapping", pregion.address());
    }

    /** Called once for each mapping of this driver that a process no longer has, however that came about. */
    default void unmapped(UserProcess process, Pregion pregion) {}
}
