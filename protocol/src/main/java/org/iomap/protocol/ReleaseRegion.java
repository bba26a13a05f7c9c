package org.iomap.protocol;

/** Gives back what {@link RequestRegion} claimed. */
public record ReleaseRegion(long requestId, long physical, long length) implements Request {
    static ReleaseRegion decode(long requestId, FieldReader in) {
        return new ReleaseRegion(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(physical).u64(length);
    }

    @Override
    public Opcode opcode() {
        return Opcode.RELEASE_REGION;
    }
}
