package org.iomap.protocol;

/**
 * Loads from one address again and again, as a FIFO port is emptied.
 *
 * @param count elements
 */
public record LoadRepeated(long requestId, Width width, long address, long count) implements Request {
    static LoadRepeated decode(long requestId, long aux, FieldReader in) {
        return new LoadRepeated(requestId, Width.of(aux), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u64(count);
    }

    @Override
    public Opcode opcode() {
        return Opcode.LOAD_REPEATED;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
