package org.iomap.protocol;

/** Switches the machine off and on again. Every process of it ends, but the caller. */
public record Reset(long requestId) implements Request {
    static Reset decode(long requestId, FieldReader in) {
        return new Reset(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.RESET;
    }
}
