package org.iomap.protocol;

/**
 * Loads from advancing addresses up to the first element that is not {@code value}.
 *
 * @param address of the first element
 * @param count elements
 */
public record Compare(long requestId, Width width, long address, long count, long value) implements Request {
    static Compare decode(long requestId, long aux, FieldReader in) {
        return new Compare(requestId, Width.of(aux), in.u64(), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u64(count).u64(value);
    }

    @Override
    public Opcode opcode() {
        return Opcode.COMPARE;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
