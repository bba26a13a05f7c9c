package org.iomap.protocol;

/** Who the caller is. */
public record Identity(long requestId, long pid, long uid, long gid) implements Reply {
    static Identity decode(long requestId, FieldReader in) {
        return new Identity(requestId, in.u32(), in.u32(), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(pid).u32(uid).u32(gid);
    }

    @Override
    public Opcode opcode() {
        return Opcode.GETPID;
    }
}
