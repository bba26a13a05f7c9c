package org.iomap.protocol;

/**
 * Stores to a physical address, with every side effect.
 *
 * @param address physical, a multiple of {@code width}
 */
public record PhysicalStore(long requestId, Width width, long address, long value) implements Request {
    static PhysicalStore decode(long requestId, long aux, FieldReader in) {
        return new PhysicalStore(requestId, Width.of(aux), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u64(value);
    }

    @Override
    public Opcode opcode() {
        return Opcode.PHYSICAL_STORE;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
