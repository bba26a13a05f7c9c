package org.iomap.protocol;

/**
 * ioctl(2).
 *
 * @param request such as 0xC0044D01, IOMAPMAP
 * @param argument the value the argument points to
 */
public record Ioctl(long requestId, long request, long handle, long argument) implements Request {
    static Ioctl decode(long requestId, long aux, FieldReader in) {
        return new Ioctl(requestId, aux, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(handle).u64(argument);
    }

    @Override
    public Opcode opcode() {
        return Opcode.IOCTL;
    }

    @Override
    public long aux() {
        return request;
    }
}
