package org.iomap.protocol;

/**
 * lseek(2).
 *
 * @param whence 0 SEEK_SET, 1 SEEK_CUR, 2 SEEK_END
 * @param offset bytes, two's complement
 */
public record Lseek(long requestId, long whence, long handle, long offset) implements Request {
    static Lseek decode(long requestId, long aux, FieldReader in) {
        return new Lseek(requestId, FieldReader.inRange("whence", aux, 0, 2), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(handle).u64(offset);
    }

    @Override
    public Opcode opcode() {
        return Opcode.LSEEK;
    }

    @Override
    public long aux() {
        return whence;
    }
}
