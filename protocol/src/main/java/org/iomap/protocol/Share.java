package org.iomap.protocol;

/**
 * Asks for memory of the machine as memory of the client's own program.
 *
 * @param address in the process, a multiple of the page
 * @param length bytes
 */
public record Share(long requestId, long address, long length) implements Request {
    static Share decode(long requestId, FieldReader in) {
        return new Share(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u64(length);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SHARE;
    }
}
