package org.iomap.protocol;

/**
 * What ioctl(2) left behind.
 *
 * @param argument as the driver left it
 * @param result the return value
 */
public record Controlled(long requestId, long argument, long result) implements Reply {
    static Controlled decode(long requestId, FieldReader in) {
        return new Controlled(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(argument).u64(result);
    }

    @Override
    public Opcode opcode() {
        return Opcode.IOCTL;
    }
}
