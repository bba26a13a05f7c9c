package org.iomap.protocol;

/**
 * read(2).
 *
 * @param count bytes
 */
public record Read(long requestId, long handle, long count) implements Request {
    static Read decode(long requestId, FieldReader in) {
        return new Read(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(handle).u64(count);
    }

    @Override
    public Opcode opcode() {
        return Opcode.READ;
    }
}
