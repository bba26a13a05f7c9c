package org.iomap.protocol;

/**
 * Requests an interrupt, and unmasks it at its controller. Its events are INTERRUPT events; ACKNOWLEDGE is due after
 * each, and UNSUBSCRIBE frees it.
 *
 * @param line such as {@code dino.1}
 */
public record RequestIrq(long requestId, String line) implements Request {
    static RequestIrq decode(long requestId, FieldReader in) {
        return new RequestIrq(requestId, in.name());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(line);
    }

    @Override
    public Opcode opcode() {
        return Opcode.REQUEST_IRQ;
    }
}
