package org.iomap.emulator.module.scsi;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Data that the initiator sends to be compared with blocks of the disk. */
final class ComparedData implements DataPhase {
    private static final int PIECE = 4096;

    private final Blocks blocks;
    private final long end;
    private long position;

    /** @param first a block of the disk, as all {@code count} from there are */
    ComparedData(Blocks blocks, long first, long count) {
        this.blocks = blocks;
        this.position = first * Blocks.BLOCK;
        this.end = position + count * Blocks.BLOCK;
    }

    @Override
    public boolean isIn() {
        return false;
    }

    @Override
    public long remaining() {
        return end - position;
    }

    @Override
    public void move(ByteBuffer from) throws CheckCondition {
        while (from.hasRemaining() && remaining() > 0) {
            int length = (int) Math.min(Math.min(from.remaining(), PIECE), remaining());
            ByteBuffer kept = ByteBuffer.allocate(length);
            try {
                blocks.read(position, kept);
            } catch (IOException e) {
                throw new CheckCondition(Sense.READ_ERROR);
            }
            boolean isSame = kept.flip().equals(from.slice(from.position(), length));
            from.position(from.position() + length);
            position += length;
            if (!isSame) {
                throw new CheckCondition(Sense.MISCOMPARE);
            }
        }
    }
}
