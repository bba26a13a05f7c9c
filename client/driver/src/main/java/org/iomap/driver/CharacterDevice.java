package org.iomap.driver;

/** A registered character driver. */
public interface CharacterDevice extends AutoCloseable {
    int major();

    /**
     * Makes a special file, owned by root, that goes with the driver: device_create.
     *
     * @param path such as {@code /dev/teach}
     * @param minor 24 bits
     * @param permissions such as 0666
     */
    void createNode(String path, int minor, int permissions);

    /** Calls that ended with EAGAIN and may wait, and polls, are asked again: wake_up_interruptible. */
    void wakeUp();

    /** Its files answer ENXIO from now on, and its nodes are gone: unregister_chrdev. */
    @Override
    void close();
}
