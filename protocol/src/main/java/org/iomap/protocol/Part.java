package org.iomap.protocol;

import io.netty.buffer.ByteBuf;

/**
 * A piece of a large answer; the last one has no flag MORE.
 *
 * <p>{@code data} is a slice of the frame: it is valid until the frame is released, and is not released by itself.
 *
 * @param offset of this piece in the answer, in bytes
 * @param total bytes of the whole answer
 */
public record Part(long requestId, Opcode opcode, long offset, long total, ByteBuf data) implements Reply {
    static Part decode(long requestId, Opcode opcode, FieldReader in) {
        return new Part(requestId, opcode, in.u64(), in.u32(), in.bytes());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(offset).u32(total).bytes(data);
    }
}
