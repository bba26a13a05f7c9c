package org.iomap.emulator.kernel.driver;

import static org.iomap.protocol.Errno.EFAULT;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.iomap.driver.DriverException;
import org.iomap.driver.KernelMemory;
import org.iomap.emulator.kernel.SignalException;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.Width;

/** Kernel memory of a driver that the service has loaded. The trace names the driver as who acts. */
abstract class LocalMemory implements KernelMemory {
    private final DriverContext context;
    private final long address;
    private final long length;

    LocalMemory(DriverContext context, long address, long length) {
        this.context = context;
        this.address = address;
        this.length = length;
    }

    DriverContext context() {
        return context;
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
    public long load(Width width, long offset) {
        return acting(() -> context.process().load(at(offset, width.bytes()), width));
    }

    @Override
    public void store(Width width, long offset, long value) {
        acting(() -> {
            context.process().store(at(offset, width.bytes()), width, value);
            return null;
        });
    }

    @Override
    public void loadRepeated(Width width, long offset, ByteBuffer into) {
        acting(() -> {
            context.process().loadBlock(at(offset, width.bytes()), width, 0, into);
            return null;
        });
    }

    @Override
    public void storeRepeated(Width width, long offset, ByteBuffer from) {
        acting(() -> {
            context.process().storeBlock(at(offset, width.bytes()), width, 0, from);
            return null;
        });
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        inPieces(offset, into, (at, width) -> context.process().loadBlock(at, width, width.bytes(), into));
    }

    @Override
    public void write(long offset, ByteBuffer from) {
        inPieces(offset, from, (at, width) -> context.process().storeBlock(at, width, width.bytes(), from));
    }

    /** Bytes up to the first word, words, and the bytes that are left. */
    private void inPieces(long offset, ByteBuffer data, Piece piece) {
        int word = Width.WORD.bytes();
        long at = at(offset, data.remaining());
        int end = data.limit();
        int head = (int) Math.min(Math.floorMod(-at, (long) word), data.remaining());
        int middle = (data.remaining() - head) / word * word;
        int start = data.position();
        acting(() -> {
            piece.move(at, Width.BYTE, data, start + head);
            piece.move(at + head, Width.WORD, data, start + head + middle);
            piece.move(at + head + middle, Width.BYTE, data, end);
            return null;
        });
    }

    /** Moves consecutive elements until the data is at its limit. */
    @FunctionalInterface
    private interface Piece {
        void move(long address, Width width);

        default void move(long address, Width width, ByteBuffer data, int limit) {
            data.limit(limit);
            if (data.hasRemaining()) {
                move(address, width);
            }
        }
    }

    /** Accesses take effect one after the other as it is. */
    @Override
    public void mb() {}

    private long at(long offset, long bytes) {
        if (offset < 0 || bytes > length || offset > length - bytes) {
            throw new SystemCallException(
                    EFAULT, 0, "0x%x bytes at +0x%x of a mapping of 0x%x".formatted(bytes, offset, length), offset);
        }
        return address + offset;
    }

    private <T> T acting(Supplier<T> access) {
        Trace trace = context.kernel().trace();
        int actor = trace.actor();
        trace.actor(context.process().pid());
        try {
            return access.get();
        } catch (SignalException e) {
            throw new DriverException(EFAULT, e.text());
        } finally {
            trace.actor(actor);
        }
    }
}
