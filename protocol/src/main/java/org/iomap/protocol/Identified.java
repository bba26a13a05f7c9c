package org.iomap.protocol;

/**
 * What a module says of itself.
 *
 * @param first the bytes 0 to 7 of its IODC, byte 0 is the most significant
 * @param second the bytes 8 to 15
 */
public record Identified(long requestId, long first, long second) implements Reply {
    static Identified decode(long requestId, FieldReader in) {
        return new Identified(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(first).u64(second);
    }

    @Override
    public Opcode opcode() {
        return Opcode.IDENTIFY;
    }
}
