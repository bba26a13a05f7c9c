package org.iomap.protocol;

/** stat(2). */
public record Stat(long requestId, String path) implements Request {
    static Stat decode(long requestId, FieldReader in) {
        return new Stat(requestId, in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(path);
    }

    @Override
    public Opcode opcode() {
        return Opcode.STAT;
    }
}
