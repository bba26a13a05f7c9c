package org.iomap.protocol;

/**
 * Blocks until the subscription has an event that was not acknowledged, and acknowledges it.
 *
 * @param timeoutMillis 0 does not wait
 */
public record Wait(long requestId, long subscription, long timeoutMillis) implements Request {
    static Wait decode(long requestId, long aux, FieldReader in) {
        return new Wait(requestId, aux, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(timeoutMillis);
    }

    @Override
    public Opcode opcode() {
        return Opcode.WAIT;
    }

    @Override
    public long aux() {
        return subscription;
    }
}
