package org.iomap.client;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.iomap.protocol.Compared;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Width;

/**
 * What IOMAPMAP makes: a stretch of the process's address space behind which modules answer. Offsets are bytes from its
 * start; one outside throws {@link IndexOutOfBoundsException} before anything is sent. Every get is a load and every
 * put a store, in the order of the calls, with all their side effects.
 */
public final class Window implements AutoCloseable {
    private final RemoteProcess process;
    private final int fd;
    private final long handle;
    private final long address;
    private final long size;
    private final AtomicBoolean closed = new AtomicBoolean();

    Window(RemoteProcess process, int fd, long handle, long address, long size) {
        this.process = process;
        this.fd = fd;
        this.handle = handle;
        this.address = address;
        this.size = size;
    }

    /** Of its first byte, in the process's address space: the page's "actual address". */
    public long address() {
        return address;
    }

    /** Bytes. */
    public long size() {
        return size;
    }

    public byte getByte(long offset) {
        return (byte) process.load(Width.BYTE, at(offset, Byte.BYTES));
    }

    public short getShort(long offset) {
        return (short) process.load(Width.HALFWORD, at(offset, Short.BYTES));
    }

    public int getInt(long offset) {
        return (int) process.load(Width.WORD, at(offset, Integer.BYTES));
    }

    public long getLong(long offset) {
        return process.load(Width.DOUBLEWORD, at(offset, Long.BYTES));
    }

    public void putByte(long offset, byte value) {
        process.store(Width.BYTE, at(offset, Byte.BYTES), value);
    }

    public void putShort(long offset, short value) {
        process.store(Width.HALFWORD, at(offset, Short.BYTES), value);
    }

    public void putInt(long offset, int value) {
        process.store(Width.WORD, at(offset, Integer.BYTES), value);
    }

    public void putLong(long offset, long value) {
        process.store(Width.DOUBLEWORD, at(offset, Long.BYTES), value);
    }

    /** Stores without waiting; a failure comes with the next {@link #fence}. */
    public void postByte(long offset, byte value) {
        process.post(Width.BYTE, at(offset, Byte.BYTES), value);
    }

    /** Stores without waiting; a failure comes with the next {@link #fence}. */
    public void postShort(long offset, short value) {
        process.post(Width.HALFWORD, at(offset, Short.BYTES), value);
    }

    /** Stores without waiting; a failure comes with the next {@link #fence}. */
    public void postInt(long offset, int value) {
        process.post(Width.WORD, at(offset, Integer.BYTES), value);
    }

    /** Stores without waiting; a failure comes with the next {@link #fence}. */
    public void postLong(long offset, long value) {
        process.post(Width.DOUBLEWORD, at(offset, Long.BYTES), value);
    }

    /** Waits until everything before has taken effect; fails with the first failure of a posted store. */
    public void fence() {
        process.fence();
    }

    /** Loads words from {@code offset} on until {@code into} is full: bytes in address order. */
    public void getBlock(long offset, ByteBuffer into) {
        getBlock(Width.WORD, offset, into);
    }

    /** Loads elements of {@code width} from {@code offset} on until {@code into} is full. */
    public void getBlock(Width width, long offset, ByteBuffer into) {
        process.loadBlock(width, at(offset, into.remaining()), 0, into);
    }

    /** Stores {@code from} as words from {@code offset} on: bytes in address order. */
    public void putBlock(long offset, ByteBuffer from) {
        putBlock(Width.WORD, offset, from);
    }

    /** Stores {@code from} as elements of {@code width} from {@code offset} on. */
    public void putBlock(Width width, long offset, ByteBuffer from) {
        process.storeBlock(width, at(offset, from.remaining()), 0, from);
    }

    /** Loads from one offset until {@code into} is full, as a FIFO port is emptied. */
    public void getRepeated(Width width, long offset, ByteBuffer into) {
        process.loadRepeated(width, at(offset, width.bytes()), into);
    }

    /** Stores all of {@code from} to one offset, as a FIFO port is filled. */
    public void putRepeated(Width width, long offset, ByteBuffer from) {
        process.storeRepeated(width, at(offset, width.bytes()), from);
    }

    /** Stores {@code value} to {@code count} elements from {@code offset} on. */
    public void fill(Width width, long offset, long count, long value) {
        process.fill(width, at(offset, width, count), count, value);
    }

    /** Loads elements from {@code offset} on up to the first that is not {@code value}. */
    public Compared compare(Width width, long offset, long count, long value) {
        return process.compare(width, at(offset, width, count), count, value);
    }

    /** IOMAPUNMAP, or munmap(2) when the descriptor is closed. Does nothing when it is unmapped already. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                process.unmap(fd, handle, address, size);
            } catch (ErrnoException e) {
                // The last close of the device unmapped it: rule 19.
                if (e.errno() != Errno.EINVAL) {
                    throw e;
                }
            } catch (ConnectionLostException e) {
                // It ended with its process: rule 20.
            }
        }
    }

    @Override
    public String toString() {
        return "Window[0x%08x, %d bytes]".formatted(address, size);
    }

    private long at(long offset, Width width, long count) {
        if (count < 0 || count > size / width.bytes()) {
            throw new IndexOutOfBoundsException("%d elements of %d bytes in %s".formatted(count, width.bytes(), this));
        }
        return at(offset, count * width.bytes());
    }

    private long at(long offset, long bytes) {
        return address + Objects.checkFromIndexSize(offset, bytes, size);
    }
}
