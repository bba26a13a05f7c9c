package org.iomap.protocol;

/**
 * chmod(2).
 *
 * @param mode permission bits
 */
public record Chmod(long requestId, long mode, String path) implements Request {
    static Chmod decode(long requestId, long aux, FieldReader in) {
        return new Chmod(requestId, aux, in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(path);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CHMOD;
    }

    @Override
    public long aux() {
        return mode;
    }
}
