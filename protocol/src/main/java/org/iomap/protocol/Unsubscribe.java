package org.iomap.protocol;

/** Ends a subscription. */
public record Unsubscribe(long requestId, long subscription) implements Request {
    static Unsubscribe decode(long requestId, long aux, FieldReader in) {
        return new Unsubscribe(requestId, aux);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.UNSUBSCRIBE;
    }

    @Override
    public long aux() {
        return subscription;
    }
}
