package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;

/** Data that a command has ready for the initiator. */
final class ReplyData implements DataPhase {
    private final ByteBuffer bytes;

    /** @param allocated how many bytes the initiator has room for */
    ReplyData(byte[] bytes, int allocated) {
        this.bytes = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, allocated));
    }

    @Override
    public boolean isIn() {
        return true;
    }

    @Override
    public long remaining() {
        return bytes.remaining();
    }

    @Override
    public void move(ByteBuffer into) {
        int length = Math.min(into.remaining(), bytes.remaining());
        into.put(bytes.slice(bytes.position(), length));
        bytes.position(bytes.position() + length);
    }
}
