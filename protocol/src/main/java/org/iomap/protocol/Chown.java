package org.iomap.protocol;

/** chown(2). */
public record Chown(long requestId, long uid, long gid, String path) implements Request {
    static Chown decode(long requestId, FieldReader in) {
        return new Chown(requestId, in.u32(), in.u32(), in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(uid).u32(gid).string(path);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CHOWN;
    }
}
