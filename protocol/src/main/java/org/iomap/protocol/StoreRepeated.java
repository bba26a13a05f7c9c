package org.iomap.protocol;

import io.netty.buffer.ByteBuf;

/**
 * Stores to one address again and again, as a FIFO port is filled.
 *
 * <p>{@code data} is a slice of the frame: it is valid until the frame is released, and is not released by itself.
 *
 * @param data the elements in order, big-endian
 */
public record StoreRepeated(long requestId, Width width, long address, ByteBuf data) implements Request {
    static StoreRepeated decode(long requestId, long aux, FieldReader in) {
        Width width = Width.of(aux);
        return new StoreRepeated(requestId, width, in.u64(), in.elements(width));
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).bytes(data);
    }

    @Override
    public Opcode opcode() {
        return Opcode.STORE_REPEATED;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
