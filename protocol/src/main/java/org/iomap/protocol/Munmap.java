package org.iomap.protocol;

/**
 * munmap(2).
 *
 * @param length bytes
 */
public record Munmap(long requestId, long address, long length) implements Request {
    static Munmap decode(long requestId, FieldReader in) {
        return new Munmap(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u64(length);
    }

    @Override
    public Opcode opcode() {
        return Opcode.MUNMAP;
    }
}
