package org.iomap.protocol;

/**
 * Loads elements from advancing addresses.
 *
 * @param address of the first element
 * @param count elements
 * @param stride bytes from one element to the next; 0 means {@code width}
 */
public record LoadBlock(long requestId, Width width, long address, long count, long stride) implements Request {
    static LoadBlock decode(long requestId, long aux, FieldReader in) {
        return new LoadBlock(requestId, Width.of(aux), in.u64(), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u64(count).u64(stride);
    }

    @Override
    public Opcode opcode() {
        return Opcode.LOAD_BLOCK;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
