package org.iomap.protocol;

/** Acknowledges the interrupts of a subscription: a level still high raises the next event. */
public record Acknowledge(long requestId, long subscription) implements Request {
    static Acknowledge decode(long requestId, long aux, FieldReader in) {
        return new Acknowledge(requestId, aux);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.ACKNOWLEDGE;
    }

    @Override
    public long aux() {
        return subscription;
    }
}
