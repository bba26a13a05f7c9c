package org.iomap.protocol;

/**
 * How far the elements were equal.
 *
 * @param equal elements equal before the first difference, or all of them
 * @param actual the first element that differs; 0 where none does
 */
public record Compared(long requestId, long equal, long actual) implements Reply {
    static Compared decode(long requestId, FieldReader in) {
        return new Compared(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(equal).u64(actual);
    }

    @Override
    public Opcode opcode() {
        return Opcode.COMPARE;
    }
}
