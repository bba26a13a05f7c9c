package org.iomap.protocol;

/** The modules of the machine, as ioscan(1M) lists them. */
public record Modules(long requestId) implements Request {
    static Modules decode(long requestId, FieldReader in) {
        return new Modules(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.MODULES;
    }
}
