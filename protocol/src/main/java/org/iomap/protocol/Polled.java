package org.iomap.protocol;

/**
 * What would not wait.
 *
 * @param events POLLIN 1, POLLOUT 4, POLLERR 8; 0 when the time ran out
 */
public record Polled(long requestId, long events) implements Reply {
    static Polled decode(long requestId, FieldReader in) {
        return new Polled(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(events);
    }

    @Override
    public Opcode opcode() {
        return Opcode.POLL;
    }
}
