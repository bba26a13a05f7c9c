package org.iomap.protocol;

/** A mapping was made. */
public record Mapped(long requestId, long address) implements Reply {
    static Mapped decode(long requestId, FieldReader in) {
        return new Mapped(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address);
    }

    @Override
    public Opcode opcode() {
        return Opcode.MMAP;
    }
}
