package org.iomap.protocol;

/**
 * poll(2) of one descriptor. It may block.
 *
 * @param events POLLIN 1, POLLOUT 4; POLLERR 8 is always told
 * @param timeoutMillis 0 does not wait
 */
public record Poll(long requestId, long events, long handle, long timeoutMillis) implements Request {
    static Poll decode(long requestId, long aux, FieldReader in) {
        return new Poll(requestId, aux, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(handle).u64(timeoutMillis);
    }

    @Override
    public Opcode opcode() {
        return Opcode.POLL;
    }

    @Override
    public long aux() {
        return events;
    }
}
