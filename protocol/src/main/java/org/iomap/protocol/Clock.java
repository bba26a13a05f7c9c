package org.iomap.protocol;

/** Reads the machine's clock. */
public record Clock(long requestId) implements Request {
    static Clock decode(long requestId, FieldReader in) {
        return new Clock(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.CLOCK;
    }
}
