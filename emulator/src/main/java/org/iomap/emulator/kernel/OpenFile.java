package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EBADF;

/** A row of the table of open files: what one open(2) made, shared by the descriptors that dup(2) makes of it. */
public final class OpenFile {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;

    private final CharacterDriver driver;
    private final DeviceNumber device;
    private final int flags;
    private int descriptors;
    private boolean removed;

    OpenFile(CharacterDriver driver, DeviceNumber device, int flags) {
        this.driver = driver;
        this.device = device;
        this.flags = flags;
    }

    public DeviceNumber device() {
        return device;
    }

    CharacterDriver driver() {
        return driver;
    }

    /**
     * Refuses a read of what was opened O_WRONLY.
     *
     * @throws SystemCallException EBADF unless it was opened for reading
     */
    public void requireReadable() {
        if (flags == O_WRONLY) {
            throw new SystemCallException(EBADF, 27, "the descriptor was opened O_WRONLY");
        }
    }

    /**
     * Refuses a write to what was opened O_RDONLY.
     *
     * @throws SystemCallException EBADF unless it was opened for writing
     */
    public void requireWritable() {
        if (flags == O_RDONLY) {
            throw new SystemCallException(EBADF, 27, "the descriptor was opened O_RDONLY");
        }
    }

    /** True once the device was taken away: AU-3. */
    boolean isRemoved() {
        return removed;
    }

    void remove() {
        removed = true;
    }

    void addDescriptor() {
        descriptors++;
    }

    /** Returns true when the last descriptor is gone. */
    boolean dropDescriptor() {
        descriptors--;
        return descriptors == 0;
    }
}
