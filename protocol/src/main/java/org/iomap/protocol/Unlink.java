package org.iomap.protocol;

/** unlink(2). */
public record Unlink(long requestId, String path) implements Request {
    static Unlink decode(long requestId, FieldReader in) {
        return new Unlink(requestId, in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(path);
    }

    @Override
    public Opcode opcode() {
        return Opcode.UNLINK;
    }
}
