package org.iomap.emulator.module.scsi;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Blocks on their way from the medium or to it. */
final class BlockData implements DataPhase {
    private final Blocks blocks;
    private final boolean isIn;
    private final long end;
    private long position;

    /** @param first a block of the disk, as all {@code count} from there are */
    BlockData(Blocks blocks, boolean isIn, long first, long count) {
        this.blocks = blocks;
        this.isIn = isIn;
        this.position = first * Blocks.BLOCK;
        this.end = position + count * Blocks.BLOCK;
    }

    @Override
    public boolean isIn() {
        return isIn;
    }

    @Override
    public long remaining() {
        return end - position;
    }

    @Override
    public void move(ByteBuffer bytes) throws CheckCondition {
        int limit = bytes.limit();
        int start = bytes.position();
        bytes.limit(start + (int) Math.min(bytes.remaining(), remaining()));
        try {
            if (isIn) {
                blocks.read(position, bytes);
            } else {
                blocks.write(position, bytes);
            }
        } catch (IOException e) {
            throw new CheckCondition(isIn ? Sense.READ_ERROR : Sense.WRITE_ERROR);
        } finally {
            position += bytes.position() - start;
            bytes.limit(limit);
        }
    }
}
