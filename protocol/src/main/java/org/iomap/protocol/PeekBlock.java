package org.iomap.protocol;

/**
 * Looks at consecutive physical addresses without any side effect.
 *
 * @param address physical, of the first element
 * @param count elements
 */
public record PeekBlock(long requestId, Width width, long address, long count) implements Request {
    static PeekBlock decode(long requestId, long aux, FieldReader in) {
        return new PeekBlock(requestId, Width.of(aux), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u64(count);
    }

    @Override
    public Opcode opcode() {
        return Opcode.PEEK_BLOCK;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
