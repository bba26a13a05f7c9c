package org.iomap.protocol;

/**
 * mknod(2), for character special files.
 *
 * @param mode permissions, with S_IFCHR (0020000)
 * @param device major number in bits 31:24, minor number in bits 23:0
 */
public record Mknod(long requestId, long mode, long device, String path) implements Request {
    static Mknod decode(long requestId, long aux, FieldReader in) {
        return new Mknod(requestId, aux, in.u32(), in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(device).string(path);
    }

    @Override
    public Opcode opcode() {
        return Opcode.MKNOD;
    }

    @Override
    public long aux() {
        return mode;
    }
}
