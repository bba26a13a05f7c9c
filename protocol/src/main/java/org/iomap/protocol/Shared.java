package org.iomap.protocol;

/**
 * Memory of the machine is the file whose descriptor comes with the last byte of {@code descriptor}.
 *
 * @param offset in the file, of the first byte that was asked for
 * @param length bytes from there on
 * @param descriptor always {@link #DESCRIPTOR}: the host passes a descriptor beside a byte, and this is the byte
 */
public record Shared(long requestId, long offset, long length, long descriptor) implements Reply {
    /** The byte that the descriptor comes with. */
    public static final long DESCRIPTOR = 0x64;

    static Shared decode(long requestId, FieldReader in) {
        return new Shared(requestId, in.u64(), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(offset).u64(length).u64(descriptor);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SHARE;
    }
}
