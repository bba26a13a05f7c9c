package org.iomap.protocol;

/**
 * The machine's clock.
 *
 * @param nanos since the machine was switched on
 * @param kind 1 real, 2 virtual
 */
public record Time(long requestId, Opcode opcode, long nanos, long kind) implements Reply {
    static Time decode(long requestId, Opcode opcode, FieldReader in) {
        return new Time(requestId, opcode, in.u64(), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(nanos).u32(kind);
    }
}
