package org.iomap.protocol;

/** Calls of this character driver that ended with EAGAIN and may wait, and polls, are asked again. */
public record WakeUp(long requestId, long major) implements Request {
    static WakeUp decode(long requestId, long aux, FieldReader in) {
        return new WakeUp(requestId, aux);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.WAKE_UP;
    }

    @Override
    public long aux() {
        return major;
    }
}
