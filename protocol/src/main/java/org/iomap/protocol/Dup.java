package org.iomap.protocol;

/** dup(2). */
public record Dup(long requestId, long handle) implements Request {
    static Dup decode(long requestId, FieldReader in) {
        return new Dup(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(handle);
    }

    @Override
    public Opcode opcode() {
        return Opcode.DUP;
    }
}
