package org.iomap.protocol;

/** close(2). */
public record Close(long requestId, long handle) implements Request {
    static Close decode(long requestId, FieldReader in) {
        return new Close(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(handle);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CLOSE;
    }
}
