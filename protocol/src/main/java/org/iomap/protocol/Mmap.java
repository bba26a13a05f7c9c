package org.iomap.protocol;

/**
 * mmap(2).
 *
 * @param address 0 lets the system choose
 * @param length bytes
 * @param offset bytes
 * @param protection PROT_READ 1, PROT_WRITE 2
 * @param flags MAP_SHARED 1, MAP_PRIVATE 2, MAP_FIXED 4
 */
public record Mmap(long requestId, long handle, long address, long length, long offset, long protection, long flags)
        implements Request {
    static Mmap decode(long requestId, FieldReader in) {
        return new Mmap(requestId, in.u64(), in.u64(), in.u64(), in.u64(), in.u32(), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(handle).u64(address).u64(length).u64(offset).u32(protection).u32(flags);
    }

    @Override
    public Opcode opcode() {
        return Opcode.MMAP;
    }
}
