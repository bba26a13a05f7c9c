package org.iomap.protocol;

/**
 * Asks where an address leads, and who else has a way there. It has no side effect.
 *
 * @param pid whose address it is; 0: a physical address, or from 0x1_0000_0000 on one of the kernel
 */
public record Explain(long requestId, long pid, long address) implements Request {
    static Explain decode(long requestId, long aux, FieldReader in) {
        return new Explain(requestId, aux, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address);
    }

    @Override
    public Opcode opcode() {
        return Opcode.EXPLAIN;
    }

    @Override
    public long aux() {
        return pid;
    }
}
