package org.iomap.protocol;

/** Asks whether the other side lives. Either side may ask. */
public record Ping(long requestId) implements Request {
    static Ping decode(long requestId, FieldReader in) {
        return new Ping(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.PING;
    }
}
