package org.iomap.protocol;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Answers a CALL. One that nobody waits for any more does nothing.
 *
 * @param call as in the CALL
 * @param errno 0: it succeeded
 * @param result what the call returns: bytes, poll bits, the value of ioctl(2)
 * @param argument of ioctl(2), as the driver left it
 * @param text why it failed, for people
 * @param pages of mmap(2)
 * @param data of read(2)
 */
public record Complete(
        long requestId,
        long call,
        long errno,
        long result,
        long argument,
        String text,
        List<PageRange> pages,
        ByteBuf data)
        implements Request {
    static Complete decode(long requestId, FieldReader in) {
        return new Complete(
                requestId, in.u64(), in.u32(), in.u64(), in.u64(), in.string(), in.list(PageRange::decode), in.bytes());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(call)
                .u32(errno)
                .u64(result)
                .u64(argument)
                .string(text)
                .list(pages)
                .bytes(data);
    }

    @Override
    public Opcode opcode() {
        return Opcode.COMPLETE;
    }
}
