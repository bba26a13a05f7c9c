package org.iomap.protocol;

/**
 * ftruncate(2), for plain files.
 *
 * @param length bytes
 */
public record Ftruncate(long requestId, long handle, long length) implements Request {
    static Ftruncate decode(long requestId, FieldReader in) {
        return new Ftruncate(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(handle).u64(length);
    }

    @Override
    public Opcode opcode() {
        return Opcode.FTRUNCATE;
    }
}
