package org.iomap.protocol;

/**
 * Allocates host memory that devices reach.
 *
 * @param length bytes; whole pages are taken, all zero
 * @param mask the highest address that the device reaches
 */
public record DmaAllocate(long requestId, long length, long mask) implements Request {
    static DmaAllocate decode(long requestId, FieldReader in) {
        return new DmaAllocate(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(length).u64(mask);
    }

    @Override
    public Opcode opcode() {
        return Opcode.DMA_ALLOCATE;
    }
}
