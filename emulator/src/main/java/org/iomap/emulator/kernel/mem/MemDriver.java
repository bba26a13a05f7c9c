package org.iomap.emulator.kernel.mem;

import static org.iomap.protocol.Errno.EFAULT;
import static org.iomap.protocol.Errno.EFBIG;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENXIO;
import static org.iomap.protocol.Errno.EPERM;

import java.nio.ByteBuffer;
import org.iomap.driver.FileOperations;
import org.iomap.driver.MemoryArea;
import org.iomap.driver.OpenFile;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.kernel.Mapper;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.kernel.driver.MemoryRegions;
import org.iomap.protocol.Width;

/**
 * Physical space as a file: host memory by read(2), write(2) and mmap(2), I/O space by mmap(2) alone.
 *
 * <p>Source: mem(4) of man-pages 6.9; Linux 6.12, drivers/char/mem.c with 32-bit physical addresses, and
 * kernel/resource.c for regions that are claimed exclusively. Other than there, the strict setting leaves all of host
 * memory in reach, because here nothing is in it that only the kernel may see.
 */
public final class MemDriver implements FileOperations, Mapper {
    /** The only minor number: kmem and the others of Linux and HP-UX are not there. */
    private static final int MEM = 0;

    private final Memory memory;
    private final MemoryRegions regions;
    private final boolean strict;

    /** @param strict whether regions that drivers have claimed exclusively are kept out */
    public MemDriver(Memory memory, MemoryRegions regions, boolean strict) {
        this.memory = memory;
        this.regions = regions;
        this.strict = strict;
    }

    /** Whatever the mode of the special file is. */
    @Override
    public void open(OpenFile file) {
        if (file.minor() != MEM) {
            throw new SystemCallException(ENXIO, 0, "mem has the minor number 0 alone", file.minor());
        }
        if (file.uid() != 0) {
            throw new SystemCallException(EPERM, 0, "only uid 0 opens physical memory", file.uid());
        }
    }

    @Override
    public int read(OpenFile file, ByteBuffer into, long position) {
        int count = into.remaining();
        if (position >= IoSpace.END) {
            return 0;
        }
        requireMemory(position, count);
        memory.loadBlock(position, Width.BYTE, into);
        return count;
    }

    @Override
    public int write(OpenFile file, ByteBuffer from, long position) {
        int count = from.remaining();
        if (position >= IoSpace.END) {
            throw new SystemCallException(EFBIG, 0, "physical space ends before 0x%x".formatted(position), position);
        }
        requireMemory(position, count);
        memory.storeBlock(position, Width.BYTE, from);
        return count;
    }

    private void requireMemory(long position, int count) {
        if (position > memory.size() - count) {
            throw new SystemCallException(
                    EFAULT,
                    0,
                    "0x%x bytes at 0x%x are not all in memory, and I/O space is mapped".formatted(count, position),
                    position);
        }
    }

    @Override
    public void mmap(OpenFile file, MemoryArea area) {
        if (area.offset() > IoSpace.END - area.length()) {
            throw new SystemCallException(
                    EINVAL,
                    0,
                    "0x%x bytes at 0x%x leave physical space".formatted(area.length(), area.offset()),
                    area.offset());
        }
        String holder = strict ? regions.exclusiveHolder(area.offset(), area.length()) : null;
        if (holder != null) {
            throw new SystemCallException(
                    EPERM, 0, "driver %s has claimed 0x%x for itself".formatted(holder, area.offset()), area.offset());
        }
        area.remapPfnRange(0, area.offset(), area.length());
    }

    /** As revoke_iomem: what was mapped before a driver claims it goes. */
    @Override
    public boolean isRevocable() {
        return strict;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }
}
