package org.iomap.protocol;

/** getpid(2), with the identity of the process. */
public record Getpid(long requestId) implements Request {
    static Getpid decode(long requestId, FieldReader in) {
        return new Getpid(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.GETPID;
    }
}
