package org.iomap.protocol;

import io.netty.buffer.ByteBuf;

/**
 * A process calls a driver; the driver owes a {@link Complete}, except for RELEASE.
 *
 * @param call counted from 1
 * @param file which open file
 * @param operation a number of {@link Operation}
 * @param device major number in bits 31:24, minor number in bits 23:0
 * @param flags of open(2); of mmap(2) MAP_SHARED 1, MAP_PRIVATE 2
 * @param pid who calls
 * @param request of ioctl(2); of mmap(2) the protection
 * @param argument of ioctl(2); of mmap(2) the address
 * @param offset position of read(2) and write(2), offset of mmap(2), bytes
 * @param length bytes of read(2) and mmap(2)
 * @param data of write(2)
 */
public record Called(
        long call,
        long file,
        long operation,
        long device,
        long flags,
        long pid,
        long uid,
        long gid,
        long request,
        long argument,
        long offset,
        long length,
        ByteBuf data)
        implements Event {
    static Called decode(FieldReader in) {
        return new Called(
                in.u64(),
                in.u64(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u64(),
                in.bytes());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(call)
                .u64(file)
                .u32(operation)
                .u32(device)
                .u32(flags)
                .u32(pid)
                .u32(uid)
                .u32(gid)
                .u64(request)
                .u64(argument)
                .u64(offset)
                .u64(length)
                .bytes(data);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CALL;
    }
}
