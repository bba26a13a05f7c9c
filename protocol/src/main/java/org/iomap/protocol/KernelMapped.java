package org.iomap.protocol;

/**
 * The kernel has mapped I/O space.
 *
 * @param address kernel virtual, of the byte that was asked for
 */
public record KernelMapped(long requestId, long address) implements Reply {
    static KernelMapped decode(long requestId, FieldReader in) {
        return new KernelMapped(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address);
    }

    @Override
    public Opcode opcode() {
        return Opcode.IOREMAP;
    }
}
