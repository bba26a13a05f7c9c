package org.iomap.client.driver;

import org.iomap.client.DriverConnection;
import org.iomap.driver.CharacterDevice;
import org.iomap.driver.FileOperations;

/** A registered character driver. */
final class RemoteCharacterDevice implements CharacterDevice {
    private final RemoteKernel kernel;
    private final DriverConnection connection;
    private final int major;
    private final FileOperations operations;
    private final Release release;

    RemoteCharacterDevice(RemoteKernel kernel, DriverConnection connection, int major, FileOperations operations) {
        this.kernel = kernel;
        this.connection = connection;
        this.major = major;
        this.operations = operations;
        release = new Release(() -> connection.unregisterDevice(major));
    }

    FileOperations operations() {
        return operations;
    }

    @Override
    public int major() {
        return major;
    }

    @Override
    public void createNode(String path, int minor, int permissions) {
        RemoteKernel.translated(() -> connection.createNode(path, permissions, major, minor));
    }

    @Override
    public void wakeUp() {
        RemoteKernel.translated(() -> connection.wakeUp(major));
    }

    @Override
    public void close() {
        release.run();
        kernel.unregister(this);
    }
}
