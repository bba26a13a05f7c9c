package org.iomap.protocol;

/**
 * Stores one value to advancing addresses.
 *
 * @param address of the first element
 * @param count elements
 */
public record Fill(long requestId, Width width, long address, long count, long value) implements Request {
    static Fill decode(long requestId, long aux, FieldReader in) {
        return new Fill(requestId, Width.of(aux), in.u64(), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u64(count).u64(value);
    }

    @Override
    public Opcode opcode() {
        return Opcode.FILL;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
