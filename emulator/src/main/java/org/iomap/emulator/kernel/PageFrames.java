package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENOMEM;

import java.util.Map;
import java.util.TreeMap;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.protocol.Width;

/**
 * Host memory by pages: what files and DMA take, the lowest first. The first MiB is the firmware's and is never handed
 * out. What is handed out is zero.
 */
public final class PageFrames {
    static final long FIRST = 0x10_0000;

    private final IoSpace ioSpace;
    private final Memory memory;
    private final long total;
    private final TreeMap<Long, Long> gaps = new TreeMap<>();
    private long available;

    PageFrames(IoSpace ioSpace) {
        this.ioSpace = ioSpace;
        this.memory = ioSpace.hostMemory();
        long end = memory.size() / IoSpace.PAGE * IoSpace.PAGE;
        this.total = Math.max(0, end - FIRST);
        this.available = total;
        if (total > 0) {
            gaps.put(FIRST, total);
        }
    }

    /** Bytes that can be handed out at all. */
    long total() {
        return total;
    }

    /** Bytes that are left. */
    long available() {
        return available;
    }

    /**
     * Takes pages that follow one another.
     *
     * @param bytes rounded up to whole pages
     * @param mask the highest address that the last byte may have
     * @return the physical address of the first
     * @throws SystemCallException ENOMEM; EINVAL for no bytes
     */
    public long allocate(long bytes, long mask) {
        if (bytes <= 0) {
            throw new SystemCallException(EINVAL, 0, "no memory of %d bytes".formatted(bytes), bytes);
        }
        long length = bytes > total ? bytes : IoSpace.wholePages(bytes);
        for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
            if (Long.compareUnsigned(gap.getKey() + length - 1, mask) > 0) {
                break;
            }
            if (gap.getValue() >= length) {
                return take(gap.getKey(), gap.getValue(), length);
            }
        }
        throw new SystemCallException(
                ENOMEM, 0, "no 0x%x bytes of memory are left together below 0x%x".formatted(bytes, mask), bytes);
    }

    private long take(long start, long size, long length) {
        gaps.remove(start);
        if (size > length) {
            gaps.put(start + length, size - length);
        }
        available -= length;
        memory.clear(start, length);
        return start;
    }

    /**
     * Takes a page that holds what another page holds now: copy on write.
     *
     * @param physical the page to copy; of a module it is loaded word by word, and what nothing answers is zero
     * @throws SystemCallException ENOMEM
     */
    long copy(long physical) {
        long page = allocate(IoSpace.PAGE, Long.MAX_VALUE);
        for (int offset = 0; offset < IoSpace.PAGE; offset += Width.WORD.bytes()) {
            memory.store(page + offset, Width.WORD, load(physical + offset));
        }
        return page;
    }

    private long load(long physical) {
        try {
            return physical < memory.size() ? memory.load(physical, Width.WORD) : ioSpace.load(physical, Width.WORD);
        } catch (BusError e) {
            return 0;
        }
    }

    /** Gives pages back that {@link #allocate} handed out, all of them or some. */
    public void free(long physical, long bytes) {
        long start = physical;
        long end = physical + IoSpace.wholePages(bytes);
        available += end - start;
        Map.Entry<Long, Long> below = gaps.lowerEntry(start);
        if (below != null && below.getKey() + below.getValue() == start) {
            start = below.getKey();
        }
        Long above = gaps.remove(end);
        gaps.put(start, (above == null ? end : end + above) - start);
    }
}
