package org.iomap.protocol;

/** The names in a directory. */
public record Readdir(long requestId, String path) implements Request {
    static Readdir decode(long requestId, FieldReader in) {
        return new Readdir(requestId, in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(path);
    }

    @Override
    public Opcode opcode() {
        return Opcode.READDIR;
    }
}
