package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.EIO;
import static org.iomap.protocol.Errno.EPERM;

import java.util.ArrayList;
import java.util.List;
import org.iomap.driver.DmaMemory;
import org.iomap.driver.MemoryArea;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.protocol.PageRange;

/** What one mmap(2) is about to map, and what its driver puts there. */
final class UserArea implements MemoryArea, Mapper {
    static final int MAP_SHARED = 1;

    private final FileDescription file;
    private final long address;
    private final long length;
    private final long offset;
    private final int protection;
    private final int flags;
    private final List<PageRange> pages = new ArrayList<>();

    UserArea(FileDescription file, long address, long length, long offset, int protection, int flags) {
        this.file = file;
        this.address = address;
        this.length = length;
        this.offset = offset;
        this.protection = protection;
        this.flags = flags;
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public int protection() {
        return protection;
    }

    int flags() {
        return flags;
    }

    @Override
    public boolean isShared() {
        return (flags & MAP_SHARED) != 0;
    }

    @Override
    public void remapPfnRange(long at, long physical, long bytes) {
        boolean aligned = (at | physical | bytes) % IoSpace.PAGE == 0;
        if (!aligned || bytes <= 0 || at < 0 || at > length - bytes || overlaps(at, bytes)) {
            throw new SystemCallException(
                    EINVAL, 0, "0x%x bytes at 0x%x of an area of 0x%x".formatted(bytes, at, length), physical);
        }
        if (physical < 0 || !file.driver().mayMap(physical, bytes)) {
            throw new SystemCallException(
                    EPERM, 0, "0x%x bytes at 0x%x are not the driver's".formatted(bytes, physical), physical);
        }
        pages.add(new PageRange(at, physical, bytes));
    }

    @Override
    public void remapDma(long at, DmaMemory memory) {
        remapPfnRange(at, memory.busAddress(), memory.length());
    }

    private boolean overlaps(long at, long bytes) {
        return pages.stream().anyMatch(range -> at < range.at() + range.length() && range.at() < at + bytes);
    }

    /** Returns the address of the mapping, now that the driver has said what is there. */
    long map() {
        long filled = pages.stream().mapToLong(PageRange::length).sum();
        if (filled != length) {
            throw new SystemCallException(
                    EIO, 0, "the driver filled 0x%x of 0x%x bytes".formatted(filled, length), filled);
        }
        UserProcess process = file.process();
        AddressSpace space = process.addressSpace();
        long start = address;
        if (start == 0) {
            start = space.choose(pages.get(0).physical(), length);
        } else {
            AddressSpace.requireValid(start, length);
            space.requireFree(start, length);
        }
        for (PageRange range : pages) {
            process.map(new Pregion(start + range.at(), range.physical(), range.length(), this, file.device()));
        }
        return start;
    }
}
