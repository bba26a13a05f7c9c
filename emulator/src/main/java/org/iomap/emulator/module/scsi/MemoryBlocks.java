package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.Memory;
import org.iomap.protocol.Width;

/** A disk in memory, empty at first: what is not written costs nothing. */
public final class MemoryBlocks implements Blocks {
    private final Memory memory;
    private final boolean isReadOnly;

    /** @param count how many blocks */
    public MemoryBlocks(long count, boolean isReadOnly) {
        this.memory = new Memory(count * BLOCK);
        this.isReadOnly = isReadOnly;
    }

    @Override
    public long count() {
        return memory.size() / BLOCK;
    }

    @Override
    public boolean isReadOnly() {
        return isReadOnly;
    }

    @Override
    public void read(long position, ByteBuffer into) {
        memory.loadBlock(position, Width.BYTE, into);
    }

    @Override
    public void write(long position, ByteBuffer from) {
        memory.storeBlock(position, Width.BYTE, from);
    }

    @Override
    public void flush() {}
}
