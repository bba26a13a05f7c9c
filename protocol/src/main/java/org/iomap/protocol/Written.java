package org.iomap.protocol;

/**
 * Bytes were taken.
 *
 * @param count bytes
 */
public record Written(long requestId, Opcode opcode, long count) implements Reply {
    static Written decode(long requestId, Opcode opcode, FieldReader in) {
        return new Written(requestId, opcode, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(count);
    }
}
