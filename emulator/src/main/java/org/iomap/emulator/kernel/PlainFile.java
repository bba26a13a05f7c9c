package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EFBIG;
import static org.iomap.protocol.Errno.EOVERFLOW;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.iomap.driver.FileOperations;
import org.iomap.driver.MemoryArea;
import org.iomap.driver.OpenFile;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.protocol.Width;

/**
 * A regular file. Its pages are host memory, and mmap(2) shows these pages themselves: what one process stores there,
 * another reads with read(2). A page that was never written to takes no memory and reads as zero.
 *
 * <p>Source: read(2), write(2), ftruncate(2), mmap(2); Linux 6.12, mm/shmem.c. It has no time stamps.
 */
final class PlainFile implements FileOperations, Mapper {
    /** What an off_t of 32 bits can say. */
    static final long MOST_BYTES = Integer.MAX_VALUE;

    private final FilePages pages;
    private final TreeMap<Long, Long> frames = new TreeMap<>();
    private final Map<Pregion, UserProcess> mappings = new LinkedHashMap<>();
    private long size;
    private int opens;
    private boolean linked = true;

    PlainFile(FilePages pages) {
        this.pages = pages;
    }

    /** Bytes. */
    long size() {
        return size;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public void open(OpenFile file) {
        opens++;
    }

    @Override
    public void release(OpenFile file) {
        opens--;
        freeUnlessUsed();
    }

    /** Its name is gone: its pages stay while it is open or mapped. */
    void unlink() {
        linked = false;
        freeUnlessUsed();
    }

    private void freeUnlessUsed() {
        if (!linked && opens == 0 && mappings.isEmpty()) {
            truncate(0);
        }
    }

    @Override
    public int read(OpenFile file, ByteBuffer into, long position) {
        int count = (int) Math.min(into.remaining(), Math.max(0, size - position));
        int end = into.position() + count;
        for (long at = position; into.position() < end; ) {
            int length = inPage(at, end - into.position());
            copyOut(at, into, length);
            at += length;
        }
        return count;
    }

    private void copyOut(long at, ByteBuffer into, int length) {
        Long frame = frames.get(at / IoSpace.PAGE);
        if (frame == null) {
            into.put(new byte[length]);
            return;
        }
        int limit = into.limit();
        into.limit(into.position() + length);
        pages.memory().loadBlock(frame + at % IoSpace.PAGE, Width.BYTE, into);
        into.limit(limit);
    }

    @Override
    public int write(OpenFile file, ByteBuffer from, long position) {
        if (from.hasRemaining() && position >= MOST_BYTES) {
            throw new SystemCallException(EFBIG, 0, "a file has 0x%x bytes at most".formatted(MOST_BYTES), position);
        }
        int count = (int) Math.min(from.remaining(), MOST_BYTES - position);
        int written = 0;
        while (written < count) {
            int length = inPage(position + written, count - written);
            if (!copyIn(position + written, from, length, written == 0)) {
                break;
            }
            written += length;
            size = Math.max(size, position + written);
        }
        return written;
    }

    /** Returns false when there is no page, and some bytes were written before. */
    private boolean copyIn(long at, ByteBuffer from, int length, boolean isFirst) {
        long frame;
        try {
            frame = frame(at / IoSpace.PAGE);
        } catch (SystemCallException full) {
            if (isFirst) {
                throw full;
            }
            return false;
        }
        int limit = from.limit();
        from.limit(from.position() + length);
        pages.memory().storeBlock(frame + at % IoSpace.PAGE, Width.BYTE, from);
        from.limit(limit);
        return true;
    }

    private static int inPage(long at, int most) {
        return (int) Math.min(most, IoSpace.PAGE - at % IoSpace.PAGE);
    }

    /** @throws SystemCallException ENOSPC */
    private long frame(long page) {
        Long frame = frames.get(page);
        if (frame == null) {
            frame = pages.allocate();
            frames.put(page, frame);
        }
        return frame;
    }

    /**
     * Cuts it off, or makes it longer.
     *
     * @throws SystemCallException EFBIG
     */
    void truncate(long length) {
        if (length > MOST_BYTES) {
            throw new SystemCallException(EFBIG, 0, "a file has 0x%x bytes at most".formatted(MOST_BYTES), length);
        }
        if (length < size) {
            long end = IoSpace.wholePages(length);
            mappings.forEach((pregion, process) ->
                    process.drop(pregion, end - pregion.origin().offset()));
            Map<Long, Long> gone = frames.tailMap(end / IoSpace.PAGE);
            gone.values().forEach(pages::free);
            gone.clear();
            clearFrom(length, end);
        }
        size = length;
    }

    /** What is behind the end of a file in its last page is zero when the file becomes longer again. */
    private void clearFrom(long length, long end) {
        Long last = frames.get(length / IoSpace.PAGE);
        if (last != null && length < end) {
            pages.memory().clear(last + length % IoSpace.PAGE, end - length);
        }
    }

    /** The pages that it has are mapped at once, the others when they are touched. */
    @Override
    public void mmap(OpenFile file, MemoryArea area) {
        if (area.offset() > MOST_BYTES - area.length()) {
            throw new SystemCallException(
                    EOVERFLOW, 0, "0x%x bytes at offset 0x%x".formatted(area.length(), area.offset()), area.offset());
        }
        long first = area.offset() / IoSpace.PAGE;
        long end = first + area.length() / IoSpace.PAGE;
        frames.subMap(first, end)
                .forEach((page, frame) -> area.remapPfnRange((page - first) * IoSpace.PAGE, frame, IoSpace.PAGE));
    }

    @Override
    public void mapped(UserProcess process, Pregion pregion) {
        mappings.put(pregion, process);
    }

    @Override
    public void unmapped(UserProcess process, Pregion pregion) {
        mappings.remove(pregion);
        freeUnlessUsed();
    }

    /** A page with a byte of the file; without memory for it there is none. */
    @Override
    public long page(Pregion pregion, long offset) {
        long at = pregion.origin().offset() + offset;
        if (at >= size) {
            return NO_PAGE;
        }
        try {
            return frame(at / IoSpace.PAGE);
        } catch (SystemCallException full) {
            return NO_PAGE;
        }
    }
}
