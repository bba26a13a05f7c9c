package org.iomap.cli.transcript;

import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.MemoryArea;
import org.iomap.driver.OpenFile;
import org.iomap.protocol.Errno;

/**
 * What a driver that is played does for processes: they can open its device, and map a stretch of I/O space.
 *
 * @param length bytes; 0 where there is nothing to map
 */
record PlayedFile(long physical, long length) implements FileOperations {
    @Override
    public void mmap(OpenFile file, MemoryArea area) {
        if (length == 0) {
            throw new DriverException(Errno.ENODEV, "the driver has no mmap(2)");
        }
        if (area.offset() + area.length() > length) {
            throw new DriverException(Errno.EINVAL, "the device has 0x%x bytes".formatted(length));
        }
        area.remapPfnRange(0, physical + area.offset(), area.length());
    }
}
