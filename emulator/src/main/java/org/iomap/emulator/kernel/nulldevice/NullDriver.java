package org.iomap.emulator.kernel.nulldevice;

import static org.iomap.protocol.Errno.ENOTTY;

import java.nio.ByteBuffer;
import org.iomap.driver.FileOperations;
import org.iomap.driver.IoctlArgument;
import org.iomap.driver.OpenFile;
import org.iomap.emulator.kernel.SystemCallException;

/** The null device: at its end from the start, and bottomless. Source: null(7). */
public final class NullDriver implements FileOperations {
    @Override
    public int read(OpenFile file, ByteBuffer into, long position) {
        return 0;
    }

    @Override
    public int write(OpenFile file, ByteBuffer from, long position) {
        int count = from.remaining();
        from.position(from.limit());
        return count;
    }

    @Override
    public long ioctl(OpenFile file, long request, IoctlArgument argument) {
        throw new SystemCallException(
                ENOTTY, 26, "ioctl 0x%08x is not for the null device".formatted(request), request);
    }
}
