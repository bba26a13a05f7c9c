package org.iomap.protocol;

/**
 * What stat(2) tells.
 *
 * @param mode type and permissions
 * @param device st_rdev: major number in bits 31:24, minor number in bits 23:0
 */
public record Status(long requestId, long inode, long mode, long uid, long gid, long device) implements Reply {
    static Status decode(long requestId, FieldReader in) {
        return new Status(requestId, in.u64(), in.u32(), in.u32(), in.u32(), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(inode).u32(mode).u32(uid).u32(gid).u32(device);
    }

    @Override
    public Opcode opcode() {
        return Opcode.STAT;
    }
}
