package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;

/** A parameter list that the initiator sends, and what is done with it once it is complete. */
final class ParameterData implements DataPhase {
    private final ByteBuffer list;
    private final Check check;

    /** @param length bytes, at least one */
    ParameterData(int length, Check check) {
        this.list = ByteBuffer.allocate(length);
        this.check = check;
    }

    @Override
    public boolean isIn() {
        return false;
    }

    @Override
    public long remaining() {
        return list.remaining();
    }

    @Override
    public void move(ByteBuffer from) throws CheckCondition {
        int length = Math.min(from.remaining(), list.remaining());
        list.put(from.slice(from.position(), length));
        from.position(from.position() + length);
        if (!list.hasRemaining()) {
            check.check(list.flip());
        }
    }

    /** Takes the complete list. */
    @FunctionalInterface
    interface Check {
        void check(ByteBuffer list) throws CheckCondition;
    }
}
