package org.iomap.emulator.bus;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;

/**
 * Memory: every width at once, no side effect, big-endian. It costs nothing before something is stored in it. While it
 * is shared it is a file of the host.
 */
public final class Memory implements Region, Shareable {
    private static final int CHUNK_SHIFT = 16;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final byte[] ZEROS = new byte[CHUNK];

    private final long size;
    private final int chunkCount;
    private ByteBuffer[] chunks = {};
    private SharedFile file;
    private int sharers;

    /** @param size bytes */
    public Memory(long size) {
        this.size = size;
        this.chunkCount = Math.toIntExact((size + CHUNK - 1) >>> CHUNK_SHIFT);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isMemory() {
        return true;
    }

    @Override
    public long load(long offset, Width width) {
        check(offset, width.bytes());
        ByteBuffer chunk = find(offset);
        if (chunk == null) {
            return 0;
        }
        int at = (int) offset & (CHUNK - 1);
        return switch (width) {
            case BYTE -> Byte.toUnsignedLong(chunk.get(at));
            case HALFWORD -> Short.toUnsignedLong(chunk.getShort(at));
            case WORD -> Integer.toUnsignedLong(chunk.getInt(at));
            case DOUBLEWORD -> chunk.getLong(at);
        };
    }

    @Override
    public void store(long offset, Width width, long value) {
        check(offset, width.bytes());
        ByteBuffer chunk = chunk(offset);
        int at = (int) offset & (CHUNK - 1);
        switch (width) {
            case BYTE -> chunk.put(at, (byte) value);
            case HALFWORD -> chunk.putShort(at, (short) value);
            case WORD -> chunk.putInt(at, (int) value);
            case DOUBLEWORD -> chunk.putLong(at, value);
        }
    }

    @Override
    public long peek(long offset, Width width) {
        return load(offset, width);
    }

    @Override
    public void loadBlock(long offset, Width width, ByteBuffer into) {
        check(offset, into.remaining());
        for (long at = offset; into.hasRemaining(); ) {
            int length = lengthWithinChunk(at, into);
            ByteBuffer chunk = find(at);
            if (chunk == null) {
                into.put(ZEROS, 0, length);
            } else {
                into.put(into.position(), chunk, (int) at & (CHUNK - 1), length);
                into.position(into.position() + length);
            }
            at += length;
        }
    }

    @Override
    public void storeBlock(long offset, Width width, ByteBuffer from) {
        check(offset, from.remaining());
        for (long at = offset; from.hasRemaining(); ) {
            int length = lengthWithinChunk(at, from);
            chunk(at).put((int) at & (CHUNK - 1), from, from.position(), length);
            from.position(from.position() + length);
            at += length;
        }
    }

    /** As after switching on: all zero. */
    public void clear() {
        if (isShared()) {
            clear(0, size);
        } else {
            chunks = new ByteBuffer[0];
        }
    }

    /** Makes a range zero, as it was after switching on. */
    public void clear(long offset, long length) {
        check(offset, length);
        for (long at = offset; at < offset + length; ) {
            int start = (int) at & (CHUNK - 1);
            int end = (int) Math.min(CHUNK, start + offset + length - at);
            ByteBuffer chunk = find(at);
            if (chunk != null) {
                chunk.put(start, ZEROS, 0, end - start);
            }
            at += end - start;
        }
    }

    @Override
    public SharedFile share() throws IOException {
        if (!isShared()) {
            moveIntoFile();
        }
        sharers++;
        return file;
    }

    @Override
    public void unshare() {
        if (--sharers == 0) {
            moveOutOfFile();
        }
    }

    public boolean isShared() {
        return sharers > 0;
    }

    private void moveIntoFile() throws IOException {
        SharedFile made = SharedFile.create((long) chunkCount * CHUNK);
        ByteBuffer[] mapped = new ByteBuffer[chunkCount];
        try {
            ByteBuffer all = made.map();
            for (int i = 0; i < chunkCount; i++) {
                mapped[i] = all.slice(i * CHUNK, CHUNK);
            }
        } catch (IOException e) {
            made.release();
            throw e;
        }
        move(mapped);
        file = made;
    }

    private void moveOutOfFile() {
        if (file.isWhole()) {
            move(new ByteBuffer[chunkCount]);
        } else {
            chunks = new ByteBuffer[0];
        }
        file.revoke();
        file.release();
        file = null;
    }

    /** Moves the contents: what was never stored to costs nothing where there is no chunk for it. */
    private void move(ByteBuffer[] next) {
        for (int i = 0; i < chunks.length; i++) {
            if (chunks[i] != null) {
                if (next[i] == null) {
                    next[i] = ByteBuffer.allocate(CHUNK);
                }
                next[i].put(0, chunks[i], 0, CHUNK);
            }
        }
        chunks = next;
    }

    /** Returns null where nothing was stored. */
    private ByteBuffer find(long offset) {
        int index = (int) (offset >>> CHUNK_SHIFT);
        return index < chunks.length ? chunks[index] : null;
    }

    private ByteBuffer chunk(long offset) {
        if (chunks.length == 0) {
            chunks = new ByteBuffer[chunkCount];
        }
        int index = (int) (offset >>> CHUNK_SHIFT);
        ByteBuffer chunk = chunks[index];
        if (chunk == null) {
            chunk = ByteBuffer.allocate(CHUNK);
            chunks[index] = chunk;
        }
        return chunk;
    }

    private void check(long offset, long length) {
        if (offset < 0 || length > size || offset > size - length) {
            throw new BusError(BusCode.HOLE, "memory ends before +0x%x".formatted(offset + length));
        }
    }

    private static int lengthWithinChunk(long offset, ByteBuffer buffer) {
        return Math.min(buffer.remaining(), CHUNK - ((int) offset & (CHUNK - 1)));
    }
}
