package org.iomap.protocol;

/** Asks for the limits in force. */
public record Limits(long requestId) implements Request {
    static Limits decode(long requestId, FieldReader in) {
        return new Limits(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.LIMITS;
    }
}
