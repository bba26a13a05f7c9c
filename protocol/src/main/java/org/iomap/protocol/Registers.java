package org.iomap.protocol;

/** The registers of a module with their fields and present values, by peek. */
public record Registers(long requestId, String module) implements Request {
    static Registers decode(long requestId, FieldReader in) {
        return new Registers(requestId, in.name());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(module);
    }

    @Override
    public Opcode opcode() {
        return Opcode.REGISTERS;
    }
}
