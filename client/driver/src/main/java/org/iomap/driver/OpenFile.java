package org.iomap.driver;

/** What one open(2) made: struct file. */
public interface OpenFile {
    int O_RDONLY = 0;
    int O_WRONLY = 1;
    int O_RDWR = 2;
    /** The low bits of {@link #flags} with the access mode. */
    int O_ACCMODE = 3;
    /** A call that would wait fails with EAGAIN. */
    int O_NONBLOCK = 0x10000;

    int major();

    int minor();

    /** An access mode, and O_NONBLOCK. */
    int flags();

    /** The process that makes the present call. */
    int pid();

    /** Unsigned. */
    long uid();

    /** Unsigned. */
    long gid();

    /** What the driver keeps for this file: private_data; null at first. */
    Object privateData();

    void privateData(Object data);
}
