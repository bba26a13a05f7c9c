package org.iomap.protocol;

/** The sixteen bytes of a module's IODC, without a load. */
public record Identify(long requestId, String module) implements Request {
    static Identify decode(long requestId, FieldReader in) {
        return new Identify(requestId, in.name());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(module);
    }

    @Override
    public Opcode opcode() {
        return Opcode.IDENTIFY;
    }
}
