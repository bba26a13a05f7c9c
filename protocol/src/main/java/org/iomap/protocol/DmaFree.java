package org.iomap.protocol;

/**
 * Frees what {@link DmaAllocate} allocated.
 *
 * @param address kernel virtual
 */
public record DmaFree(long requestId, long address) implements Request {
    static DmaFree decode(long requestId, FieldReader in) {
        return new DmaFree(requestId, in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address);
    }

    @Override
    public Opcode opcode() {
        return Opcode.DMA_FREE;
    }
}
