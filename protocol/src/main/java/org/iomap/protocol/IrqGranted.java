package org.iomap.protocol;

/**
 * An interrupt was granted.
 *
 * @param subscription of its events
 */
public record IrqGranted(long requestId, long subscription) implements Reply {
    static IrqGranted decode(long requestId, FieldReader in) {
        return new IrqGranted(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(subscription);
    }

    @Override
    public Opcode opcode() {
        return Opcode.REQUEST_IRQ;
    }
}
