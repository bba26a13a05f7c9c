package org.iomap.protocol;

/**
 * Registers a character driver: its calls come as CALL events.
 *
 * @param major 0: the kernel chooses
 * @param seekable 1: its files have a position that lseek(2) moves
 */
public record RegisterDevice(long requestId, long major, long seekable) implements Request {
    static RegisterDevice decode(long requestId, long aux, FieldReader in) {
        return new RegisterDevice(requestId, FieldReader.inRange("major", aux, 0, 254), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(seekable);
    }

    @Override
    public Opcode opcode() {
        return Opcode.REGISTER_DEVICE;
    }

    @Override
    public long aux() {
        return major;
    }
}
