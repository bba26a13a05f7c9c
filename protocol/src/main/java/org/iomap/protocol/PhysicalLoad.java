package org.iomap.protocol;

/**
 * Loads from a physical address, with every side effect.
 *
 * @param address physical, a multiple of {@code width}
 */
public record PhysicalLoad(long requestId, Width width, long address) implements Request {
    static PhysicalLoad decode(long requestId, long aux, FieldReader in) {
        return new PhysicalLoad(requestId, Width.of(aux), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address);
    }

    @Override
    public Opcode opcode() {
        return Opcode.PHYSICAL_LOAD;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
