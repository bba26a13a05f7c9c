package org.iomap.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/** Writes the fields of one message: each at the next multiple of its size from the start of the message. */
public final class FieldWriter {
    private final ByteBuf out;
    private final int start;

    /** Continues the message that starts at {@code start} in {@code out}. */
    FieldWriter(ByteBuf out, int start) {
        this.out = out;
        this.start = start;
    }

    public FieldWriter u16(int value) {
        align(Short.BYTES);
        out.writeShort(value);
        return this;
    }

    public FieldWriter u32(long value) {
        align(Integer.BYTES);
        out.writeInt((int) value);
        return this;
    }

    public FieldWriter u64(long value) {
        align(Long.BYTES);
        out.writeLong(value);
        return this;
    }

    public FieldWriter string(String value) {
        u32(ByteBufUtil.utf8Bytes(value));
        ByteBufUtil.writeUtf8(out, value);
        return this;
    }

    /** Copies the readable bytes of {@code value} and leaves its indices alone. */
    public FieldWriter bytes(ByteBuf value) {
        u32(value.readableBytes());
        align(Long.BYTES);
        out.writeBytes(value, value.readerIndex(), value.readableBytes());
        return this;
    }

    public FieldWriter structure(Structure value) {
        align(Long.BYTES);
        value.encode(this);
        return this;
    }

    public FieldWriter list(List<? extends Structure> values) {
        u32(values.size());
        values.forEach(this::structure);
        return this;
    }

    void align(int multiple) {
        out.writeZero(-(out.writerIndex() - start) & (multiple - 1));
    }
}
