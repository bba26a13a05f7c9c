package org.iomap.protocol;

/**
 * Loads one value.
 *
 * @param address in the calling process's address space, a multiple of {@code width}
 */
public record Load(long requestId, Width width, long address) implements Request {
    static Load decode(long requestId, long aux, FieldReader in) {
        return new Load(requestId, Width.of(aux), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address);
    }

    @Override
    public Opcode opcode() {
        return Opcode.LOAD;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
