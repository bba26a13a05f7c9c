package org.iomap.protocol;

/**
 * open(2).
 *
 * @param flags 0 O_RDONLY, 1 O_WRONLY, 2 O_RDWR
 */
public record Open(long requestId, long flags, String path) implements Request {
    static Open decode(long requestId, long aux, FieldReader in) {
        return new Open(requestId, aux, in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(path);
    }

    @Override
    public Opcode opcode() {
        return Opcode.OPEN;
    }

    @Override
    public long aux() {
        return flags;
    }
}
