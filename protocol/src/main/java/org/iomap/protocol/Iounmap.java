package org.iomap.protocol;

/**
 * Takes away what {@link Ioremap} mapped.
 *
 * @param address as it was answered
 */
public record Iounmap(long requestId, long address) implements Request {
    static Iounmap decode(long requestId, FieldReader in) {
        return new Iounmap(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address);
    }

    @Override
    public Opcode opcode() {
        return Opcode.IOUNMAP;
    }
}
