package org.iomap.protocol;

import io.netty.buffer.ByteBuf;

/**
 * write(2).
 *
 * <p>{@code data} is a slice of the frame: it is valid until the frame is released, and is not released by itself.
 */
public record Write(long requestId, long handle, ByteBuf data) implements Request {
    static Write decode(long requestId, FieldReader in) {
        return new Write(requestId, in.u64(), in.bytes());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(handle).bytes(data);
    }

    @Override
    public Opcode opcode() {
        return Opcode.WRITE;
    }
}
