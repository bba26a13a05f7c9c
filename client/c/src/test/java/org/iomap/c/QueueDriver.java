package org.iomap.c;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.iomap.driver.CharacterDevice;
import org.iomap.driver.Driver;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.Kernel;
import org.iomap.driver.OpenFile;
import org.iomap.protocol.Errno;

/** A device that is a queue of bytes: reading sleeps until somebody writes. */
final class QueueDriver implements Driver, FileOperations {
    private static final String NODE = "/dev/queue0";

    private final Deque<Byte> bytes = new ArrayDeque<>();
    private CharacterDevice device;

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public void init(Kernel kernel) {
        device = kernel.registerChrdev(0, this);
        device.createNode(NODE, 0, 0666);
    }

    @Override
    public int read(OpenFile file, ByteBuffer into, long position) {
        if (bytes.isEmpty()) {
            throw new DriverException(Errno.EAGAIN, "nothing was written");
        }
        int count = Math.min(bytes.size(), into.remaining());
        for (int i = 0; i < count; i++) {
            into.put(bytes.remove());
        }
        return count;
    }

    @Override
    public int write(OpenFile file, ByteBuffer from, long position) {
        int count = from.remaining();
        while (from.hasRemaining()) {
            bytes.add(from.get());
        }
        device.wakeUp();
        return count;
    }

    @Override
    public int poll(OpenFile file) {
        return bytes.isEmpty() ? POLLOUT : POLLIN | POLLOUT;
    }
}
