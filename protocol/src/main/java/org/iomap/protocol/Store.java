package org.iomap.protocol;

/**
 * Stores one value. With request id 0 or the flag POSTED it has no reply.
 *
 * @param address in the calling process's address space, a multiple of {@code width}
 */
public record Store(long requestId, Width width, long address, long value) implements Request {
    static Store decode(long requestId, long aux, FieldReader in) {
        return new Store(requestId, Width.of(aux), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u64(value);
    }

    @Override
    public Opcode opcode() {
        return Opcode.STORE;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
