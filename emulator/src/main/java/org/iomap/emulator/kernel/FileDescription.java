package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EBADF;

import org.iomap.driver.OpenFile;

/** A row of the table of open files: what one open(2) made, shared by the descriptors that dup(2) makes of it. */
public final class FileDescription implements OpenFile {
    private final UserProcess process;
    private final CharacterDriver driver;
    private final Inode inode;
    private final String path;
    private final int flags;
    private Object privateData;
    private long position;
    private int descriptors;
    private boolean removed;

    FileDescription(UserProcess process, CharacterDriver driver, Inode inode, String path, int flags) {
        this.process = process;
        this.driver = driver;
        this.inode = inode;
        this.path = path;
        this.flags = flags;
    }

    /** The process that opened it; none shares it with another. */
    public UserProcess process() {
        return process;
    }

    public DeviceNumber device() {
        return inode.device();
    }

    Inode inode() {
        return inode;
    }

    /** The name through which it was opened. */
    public String path() {
        return path;
    }

    CharacterDriver driver() {
        return driver;
    }

    @Override
    public int major() {
        return device().major();
    }

    @Override
    public int minor() {
        return device().minor();
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public int pid() {
        return process.pid();
    }

    @Override
    public long uid() {
        return Integer.toUnsignedLong(process.credentials().uid());
    }

    @Override
    public long gid() {
        return Integer.toUnsignedLong(process.credentials().gid());
    }

    @Override
    public Object privateData() {
        return privateData;
    }

    @Override
    public void privateData(Object data) {
        privateData = data;
    }

    /** Where the next read(2) or write(2) starts, in bytes. */
    long position() {
        return position;
    }

    void position(long next) {
        position = next;
    }

    boolean isReadable() {
        return (flags & O_ACCMODE) != O_WRONLY;
    }

    boolean isWritable() {
        return (flags & O_ACCMODE) != O_RDONLY;
    }

    boolean isNonBlocking() {
        return (flags & O_NONBLOCK) != 0;
    }

    /**
     * Refuses a read of what was opened O_WRONLY.
     *
     * @throws SystemCallException EBADF unless it was opened for reading
     */
    void requireReadable() {
        if (!isReadable() && driver.hasReadAndWrite()) {
            throw new SystemCallException(EBADF, 27, "the descriptor was opened O_WRONLY");
        }
    }

    /**
     * Refuses a write to what was opened O_RDONLY.
     *
     * @throws SystemCallException EBADF unless it was opened for writing
     */
    void requireWritable() {
        if (!isWritable() && driver.hasReadAndWrite()) {
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
