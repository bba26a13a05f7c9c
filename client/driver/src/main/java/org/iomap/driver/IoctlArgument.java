package org.iomap.driver;

/** The value that the argument of an ioctl(2) points to: copy_from_user and copy_to_user. */
public interface IoctlArgument {
    long get();

    void set(long value);
}
