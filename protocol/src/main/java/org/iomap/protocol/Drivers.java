package org.iomap.protocol;

/** The drivers of the machine, as lsdev(1M) lists them. */
public record Drivers(long requestId) implements Request {
    static Drivers decode(long requestId, FieldReader in) {
        return new Drivers(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.DRIVERS;
    }
}
