package org.iomap.protocol;

/**
 * Looks at physical space without any side effect.
 *
 * @param address physical, a multiple of {@code width}
 */
public record Peek(long requestId, Width width, long address) implements Request {
    static Peek decode(long requestId, long aux, FieldReader in) {
        return new Peek(requestId, Width.of(aux), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address);
    }

    @Override
    public Opcode opcode() {
        return Opcode.PEEK;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
