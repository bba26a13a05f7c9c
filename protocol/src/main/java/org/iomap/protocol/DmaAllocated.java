package org.iomap.protocol;

/**
 * Host memory for DMA.
 *
 * @param address kernel virtual
 * @param bus what the device is told
 */
public record DmaAllocated(long requestId, long address, long bus) implements Reply {
    static DmaAllocated decode(long requestId, FieldReader in) {
        return new DmaAllocated(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u64(bus);
    }

    @Override
    public Opcode opcode() {
        return Opcode.DMA_ALLOCATE;
    }
}
