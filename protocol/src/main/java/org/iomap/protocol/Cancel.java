package org.iomap.protocol;

/**
 * Gives up a blocking request. The request still ends in exactly one reply, its result or CANCELLED.
 *
 * @param target the id of the request to give up
 */
public record Cancel(long requestId, long target) implements Request {
    static Cancel decode(long requestId, long aux, FieldReader in) {
        return new Cancel(requestId, aux);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.CANCEL;
    }

    @Override
    public long aux() {
        return target;
    }
}
