package org.iomap.protocol;

/** A character driver has a major number. */
public record Registered(long requestId, long major) implements Reply {
    static Registered decode(long requestId, FieldReader in) {
        return new Registered(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(major);
    }

    @Override
    public Opcode opcode() {
        return Opcode.REGISTER_DEVICE;
    }
}
