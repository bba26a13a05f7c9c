package org.iomap.protocol;

/** A subscription was made. */
public record Subscribed(long requestId, long subscription) implements Reply {
    static Subscribed decode(long requestId, FieldReader in) {
        return new Subscribed(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(subscription);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SUBSCRIBE;
    }
}
