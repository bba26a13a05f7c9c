package org.iomap.protocol;

/** A descriptor. */
public record Opened(long requestId, Opcode opcode, long handle) implements Reply {
    static Opened decode(long requestId, Opcode opcode, FieldReader in) {
        return new Opened(requestId, opcode, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(handle);
    }
}
