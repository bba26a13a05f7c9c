package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EACCES;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENOMEM;
import static org.iomap.protocol.Errno.ENXIO;
import static org.iomap.protocol.Errno.EOVERFLOW;
import static org.iomap.protocol.Errno.EPERM;

import java.util.Map;
import java.util.TreeMap;
import org.iomap.driver.DmaMemory;
import org.iomap.driver.MemoryArea;
import org.iomap.emulator.bus.IoSpace;

/**
 * What one mmap(2) is about to map, and what its driver puts there. Its addresses are taken from the start, so that the
 * driver may think about them for a while; with MAP_FIXED, what was there before goes when the driver has succeeded.
 *
 * <p>Source: mmap(2) of man-pages 6.9; Linux 6.12, mm/mmap.c, for what comes first where several things are wrong.
 */
final class UserArea implements MemoryArea {
    static final int MAP_SHARED = 1;
    static final int MAP_PRIVATE = 2;
    static final int MAP_FIXED = 4;
    static final int PROT_EXEC = 4;

    private static final int MAP_FLAGS = MAP_SHARED | MAP_PRIVATE | MAP_FIXED;
    private static final int PROTECTIONS = PROT_READ | PROT_WRITE | PROT_EXEC;

    private final FileDescription file;
    private final UserProcess process;
    private final boolean isFixed;
    private final Pregion pregion;
    private final TreeMap<Long, Extent> shown = new TreeMap<>();
    private boolean isOver;

    /**
     * Makes the area, at a place that it chooses or takes.
     *
     * @param address 0, or where it should be; with MAP_FIXED, where it has to be
     * @throws SystemCallException what mmap(2) says before a driver is asked
     */
    UserArea(FileDescription file, long address, long length, long offset, int protection, int flags) {
        requireArguments(length, offset, protection, flags);
        long pages = IoSpace.wholePages(length);
        this.file = file;
        this.process = file.process();
        this.isFixed = (flags & MAP_FIXED) != 0;
        long start = isFixed ? fixed(address, pages) : chosen(process.addressSpace(), address, pages);
        requireOpenMode(file, protection, flags);
        Origin origin = new Origin("mmap", protection, (flags & MAP_SHARED) != 0, offset, file.path());
        this.pregion = new Pregion(start, pages, file.driver().mapper(), origin, file.device());
        if (!isFixed) {
            process.reserve(pregion);
        }
    }

    private static void requireArguments(long length, long offset, int protection, int flags) {
        if (offset % IoSpace.PAGE != 0) {
            throw new SystemCallException(
                    EINVAL, 0, "offset 0x%x is not a multiple of %d".formatted(offset, IoSpace.PAGE), offset);
        }
        if (length == 0) {
            throw new SystemCallException(EINVAL, 0, "a mapping of no bytes");
        }
        boolean isOneOfThem = (flags & MAP_SHARED) != 0 ^ (flags & MAP_PRIVATE) != 0;
        if (!isOneOfThem || (flags & ~MAP_FLAGS) != 0) {
            throw new SystemCallException(
                    EINVAL, 0, "flags are one of MAP_SHARED and MAP_PRIVATE, and MAP_FIXED", flags);
        }
        if ((protection & ~PROTECTIONS) != 0) {
            throw new SystemCallException(EINVAL, 0, "protection is PROT_READ and PROT_WRITE", protection);
        }
        if (length < 0 || length > AddressSpace.END - IoSpace.PAGE) {
            throw new SystemCallException(ENOMEM, 0, "0x%x bytes are more than a process has".formatted(length));
        }
        if (offset < 0 || offset > Long.MAX_VALUE - AddressSpace.END) {
            throw new SystemCallException(EOVERFLOW, 0, "offset 0x%x is too high".formatted(offset), offset);
        }
    }

    private static long fixed(long address, long length) {
        if (address % IoSpace.PAGE != 0) {
            throw new SystemCallException(
                    EINVAL, 0, "MAP_FIXED at 0x%x, which is no multiple of %d".formatted(address, IoSpace.PAGE));
        }
        if (address < 0 || address > AddressSpace.END - length) {
            throw new SystemCallException(
                    ENOMEM, 0, "0x%x bytes at 0x%x leave the address space".formatted(length, address), address);
        }
        if (address < IoSpace.PAGE) {
            throw new SystemCallException(EPERM, 0, "nobody maps page 0");
        }
        return address;
    }

    private static long chosen(AddressSpace space, long hint, long length) {
        long address = hint - Math.floorMod(hint, (long) IoSpace.PAGE);
        boolean isPossible = address >= IoSpace.PAGE && address <= AddressSpace.END - length;
        return isPossible && space.isFree(address, length) ? address : space.lowestGap(length);
    }

    private static void requireOpenMode(FileDescription file, int protection, int flags) {
        if ((flags & MAP_SHARED) != 0 && (protection & PROT_WRITE) != 0 && !file.isWritable()) {
            throw new SystemCallException(EACCES, 0, "PROT_WRITE of a descriptor that was opened O_RDONLY");
        }
        if (!file.isReadable()) {
            throw new SystemCallException(EACCES, 0, "the descriptor was opened O_WRONLY");
        }
        if ((protection & PROT_EXEC) != 0) {
            throw new SystemCallException(EPERM, 0, "PROT_EXEC: nothing here is a program", protection);
        }
    }

    @Override
    public long address() {
        return pregion.address;
    }

    @Override
    public long length() {
        return pregion.length;
    }

    @Override
    public long offset() {
        return pregion.origin().offset();
    }

    @Override
    public int protection() {
        return pregion.origin().protection();
    }

    @Override
    public boolean isShared() {
        return pregion.origin().isShared();
    }

    @Override
    public void remapPfnRange(long at, long physical, long bytes) {
        boolean isAligned = (at | physical | bytes) % IoSpace.PAGE == 0;
        boolean isInside = at >= 0 && bytes > 0 && bytes <= length() && at <= length() - bytes;
        boolean isPhysical = physical >= 0 && physical <= IoSpace.END - bytes;
        if (isOver || !isAligned || !isInside || !isPhysical || isShown(at, at + bytes)) {
            throw new SystemCallException(
                    EINVAL, 0, "0x%x bytes from 0x%x at 0x%x of an area".formatted(bytes, physical, at), physical);
        }
        if (!file.driver().mayMap(physical, bytes)) {
            throw new SystemCallException(
                    EPERM, 0, "0x%x bytes at 0x%x are not the driver's".formatted(bytes, physical), physical);
        }
        shown.put(at, new Extent(at, physical, bytes, false));
    }

    private boolean isShown(long from, long to) {
        Map.Entry<Long, Extent> before = shown.lowerEntry(to);
        return before != null && before.getValue().end() > from;
    }

    @Override
    public void remapDma(long at, DmaMemory memory) {
        remapPfnRange(at, memory.busAddress(), IoSpace.wholePages(memory.length()));
    }

    /** Returns the address of the mapping, now that the driver has said what is there. */
    long mapped() {
        isOver = true;
        if (isFixed) {
            process.unmap(address(), length());
            process.reserve(pregion);
        } else if (!process.addressSpace().has(pregion)) {
            throw new SystemCallException(ENXIO, 0, "the device was removed meanwhile");
        }
        pregion.map(shown.values());
        pregion.isReserved(false);
        pregion.mapper().mapped(process, pregion);
        return address();
    }

    /** The driver has refused. */
    void cancel() {
        isOver = true;
        if (process.addressSpace().has(pregion)) {
            process.unreserve(pregion);
        }
    }
}
