package org.iomap.protocol;

/**
 * Writes a line into the trace.
 *
 * @param text at most 256 bytes
 */
public record Printk(long requestId, String text) implements Request {
    static Printk decode(long requestId, FieldReader in) {
        return new Printk(requestId, in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(text);
    }

    @Override
    public Opcode opcode() {
        return Opcode.PRINTK;
    }
}
