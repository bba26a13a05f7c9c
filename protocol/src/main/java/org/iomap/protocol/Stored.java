package org.iomap.protocol;

/**
 * One store has taken effect.
 *
 * @param sequence place of the access in the machine's total order
 */
public record Stored(long requestId, Opcode opcode, long sequence) implements Reply {
    static Stored decode(long requestId, Opcode opcode, FieldReader in) {
        return new Stored(requestId, opcode, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(sequence);
    }
}
