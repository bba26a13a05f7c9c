package org.iomap.emulator.kernel.nulldevice;

import static org.iomap.protocol.Errno.ENOTTY;

import java.nio.ByteBuffer;
import org.iomap.emulator.kernel.CharacterDriver;
import org.iomap.emulator.kernel.DeviceNumber;
import org.iomap.emulator.kernel.IoctlResult;
import org.iomap.emulator.kernel.OpenFile;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.kernel.UserProcess;

/** The null device: at its end from the start, and bottomless. Source: null(7). */
public final class NullDriver implements CharacterDriver {
    @Override
    public String name() {
        return "null";
    }

    @Override
    public String driverClass() {
        return "pseudo";
    }

    @Override
    public void open(UserProcess process, DeviceNumber device) {}

    @Override
    public void close(UserProcess process, DeviceNumber device) {}

    @Override
    public int read(UserProcess process, OpenFile file, ByteBuffer into) {
        file.requireReadable();
        return 0;
    }

    @Override
    public int write(UserProcess process, OpenFile file, ByteBuffer from) {
        file.requireWritable();
        int count = from.remaining();
        from.position(from.limit());
        return count;
    }

    @Override
    public IoctlResult ioctl(UserProcess process, OpenFile file, long request, long argument) {
        throw new SystemCallException(
                ENOTTY, 26, "ioctl 0x%08x is not for the null device".formatted(request), request);
    }
}
