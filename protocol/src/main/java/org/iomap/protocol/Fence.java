package org.iomap.protocol;

/**
 * Answers when all earlier requests of the connection have taken effect; fails with the first failure of a posted
 * store.
 */
public record Fence(long requestId) implements Request {
    static Fence decode(long requestId, FieldReader in) {
        return new Fence(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.FENCE;
    }
}
