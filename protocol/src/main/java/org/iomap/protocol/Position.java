package org.iomap.protocol;

/**
 * Where the file is now.
 *
 * @param offset bytes
 */
public record Position(long requestId, long offset) implements Reply {
    static Position decode(long requestId, FieldReader in) {
        return new Position(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(offset);
    }

    @Override
    public Opcode opcode() {
        return Opcode.LSEEK;
    }
}
