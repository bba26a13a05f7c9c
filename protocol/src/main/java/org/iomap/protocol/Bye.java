package org.iomap.protocol;

/** Ends the process; the reply comes after everything it owned is released. */
public record Bye(long requestId) implements Request {
    static Bye decode(long requestId, FieldReader in) {
        return new Bye(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.BYE;
    }
}
