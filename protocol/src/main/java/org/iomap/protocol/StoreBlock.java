package org.iomap.protocol;

import io.netty.buffer.ByteBuf;

/**
 * Stores elements to advancing addresses.
 *
 * <p>{@code data} is a slice of the frame: it is valid until the frame is released, and is not released by itself.
 *
 * @param address of the first element
 * @param stride bytes from one element to the next; 0 means {@code width}
 * @param data the elements in address order, big-endian
 */
public record StoreBlock(long requestId, Width width, long address, long stride, ByteBuf data) implements Request {
    static StoreBlock decode(long requestId, long aux, FieldReader in) {
        Width width = Width.of(aux);
        return new StoreBlock(requestId, width, in.u64(), in.u32(), in.elements(width));
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u32(stride).bytes(data);
    }

    @Override
    public Opcode opcode() {
        return Opcode.STORE_BLOCK;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
