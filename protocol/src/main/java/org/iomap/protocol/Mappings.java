package org.iomap.protocol;

/** Who has mapped what. */
public record Mappings(long requestId) implements Request {
    static Mappings decode(long requestId, FieldReader in) {
        return new Mappings(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.MAPPINGS;
    }
}
