package org.iomap.client.driver;

import java.nio.ByteBuffer;
import org.iomap.client.RemoteProcess;
import org.iomap.driver.DriverException;
import org.iomap.driver.KernelMemory;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Width;

/** Kernel addresses of a driver: the accesses are those of its process. */
abstract sealed class RemoteMemory implements KernelMemory permits RemoteIoremap, RemoteDmaMemory {
    private final RemoteProcess process;
    private final long address;
    private final long length;

    RemoteMemory(RemoteProcess process, long address, long length) {
        this.process = process;
        this.address = address;
        this.length = length;
    }

    private interface Transfer {
        void move(Width width, long address, long stride, ByteBuffer bytes);
    }

    @Override
    public final long address() {
        return address;
    }

    @Override
    public final long length() {
        return length;
    }

    @Override
    public final long load(Width width, long offset) {
        long at = at(offset, width.bytes());
        return RemoteKernel.translated(() -> process.load(width, at));
    }

    @Override
    public final void store(Width width, long offset, long value) {
        long at = at(offset, width.bytes());
        RemoteKernel.translated(() -> process.store(width, at, value));
    }

    @Override
    public final void loadRepeated(Width width, long offset, ByteBuffer into) {
        long at = at(offset, width.bytes());
        RemoteKernel.translated(() -> process.loadRepeated(width, at, into));
    }

    @Override
    public final void storeRepeated(Width width, long offset, ByteBuffer from) {
        long at = at(offset, width.bytes());
        RemoteKernel.translated(() -> process.storeRepeated(width, at, from));
    }

    @Override
    public final void read(long offset, ByteBuffer into) {
        long at = at(offset, into.remaining());
        RemoteKernel.translated(() -> move(at, into, process::loadBlock));
    }

    @Override
    public final void write(long offset, ByteBuffer from) {
        long at = at(offset, from.remaining());
        RemoteKernel.translated(() -> move(at, from, process::storeBlock));
    }

    @Override
    public final void mb() {
        RemoteKernel.translated(process::fence);
    }

    private long at(long offset, long bytes) {
        if (offset < 0 || bytes > length || offset > length - bytes) {
            throw new DriverException(
                    Errno.EFAULT, "%d bytes at offset 0x%x of %d bytes".formatted(bytes, offset, length));
        }
        return address + offset;
    }

    /** Words where they are aligned, bytes before and behind. */
    private static void move(long at, ByteBuffer bytes, Transfer transfer) {
        int end = bytes.limit();
        int head = (int) Math.min(bytes.remaining(), -at & (Width.WORD.bytes() - 1));
        int body = (bytes.remaining() - head) & -Width.WORD.bytes();
        try {
            transfer.move(Width.BYTE, at, 0, bytes.limit(bytes.position() + head));
            transfer.move(Width.WORD, at + head, 0, bytes.limit(bytes.position() + body));
            transfer.move(Width.BYTE, at + head + body, 0, bytes.limit(end));
        } finally {
            bytes.limit(end);
        }
    }
}
