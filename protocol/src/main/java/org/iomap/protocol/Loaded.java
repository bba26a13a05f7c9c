package org.iomap.protocol;

/**
 * The value of one load or peek.
 *
 * @param sequence place of the access in the machine's total order; 0 for a peek
 */
public record Loaded(long requestId, Opcode opcode, long value, long sequence) implements Reply {
    static Loaded decode(long requestId, Opcode opcode, FieldReader in) {
        return new Loaded(requestId, opcode, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(value).u64(sequence);
    }
}
