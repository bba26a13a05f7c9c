package org.iomap.protocol;

/** The machines this service runs. */
public record Machines(long requestId) implements Request {
    static Machines decode(long requestId, FieldReader in) {
        return new Machines(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.MACHINES;
    }
}
