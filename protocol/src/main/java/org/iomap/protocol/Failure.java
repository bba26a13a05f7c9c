package org.iomap.protocol;

/**
 * A request that failed: the reply for it, or the ERROR message before the connection closes.
 *
 * @param opcodeNumber of the request, known or not
 * @param status {@link Family} in bits 31:24, the code of the family in bits 23:0
 */
public record Failure(long requestId, int opcodeNumber, long status, FailureDetail detail) implements Reply {
    private static final int FAMILY_SHIFT = 24;
    private static final long CODE_MASK = 0xFF_FFFFL;

    public static long status(Family family, int code) {
        return (long) family.number() << FAMILY_SHIFT | code;
    }

    static Failure decode(long requestId, int opcodeNumber, long status, FieldReader in) {
        return new Failure(requestId, opcodeNumber, status, in.structure(FailureDetail::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.structure(detail);
    }

    /** Returns {@link Opcode#UNKNOWN} where the number is none of ours. */
    @Override
    public Opcode opcode() {
        return Opcode.of(opcodeNumber);
    }

    /** Null when the number is none of ours. */
    public Family family() {
        return Family.of(status >>> FAMILY_SHIFT);
    }

    /** A number of {@link ProtocolCode}, {@link Errno}, {@link BusCode} or {@link RefusedCode}. */
    public int code() {
        return (int) (status & CODE_MASK);
    }
}
