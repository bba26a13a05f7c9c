package org.iomap.protocol;

/**
 * Sets the kind of the machine's clock, or moves a virtual one.
 *
 * @param kind 0 leaves it, 1 real, 2 virtual
 * @param advanceNanos moves a virtual clock; 0 leaves it
 */
public record SetClock(long requestId, long kind, long advanceNanos) implements Request {
    static SetClock decode(long requestId, long aux, FieldReader in) {
        return new SetClock(requestId, FieldReader.inRange("kind", aux, 0, 2), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(advanceNanos);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SET_CLOCK;
    }

    @Override
    public long aux() {
        return kind;
    }
}
