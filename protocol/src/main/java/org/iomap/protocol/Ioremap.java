package org.iomap.protocol;

/**
 * Maps I/O space into the kernel: EBUSY where rule 14 forbids it.
 *
 * @param rights 1 KERNEL_RW, 2 USER_RW
 * @param physical any byte; whole pages are mapped
 * @param length bytes
 */
public record Ioremap(long requestId, long rights, long physical, long length) implements Request {
    static Ioremap decode(long requestId, long aux, FieldReader in) {
        return new Ioremap(requestId, FieldReader.inRange("rights", aux, 1, 2), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(physical).u64(length);
    }

    @Override
    public Opcode opcode() {
        return Opcode.IOREMAP;
    }

    @Override
    public long aux() {
        return rights;
    }
}
