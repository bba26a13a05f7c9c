package org.iomap.protocol;

/**
 * A live mapping.
 *
 * @param address in the process's address space
 * @param length bytes
 * @param device major number in bits 31:24, minor number in bits 23:0
 * @param open 1 while the process has the device open
 * @param process the name the client gave itself
 */
public record MappingEntry(
        long address, long physical, long length, long pid, long uid, long device, long open, String process)
        implements Structure {
    static MappingEntry decode(FieldReader in) {
        return new MappingEntry(in.u64(), in.u64(), in.u64(), in.u32(), in.u32(), in.u32(), in.u32(), in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address)
                .u64(physical)
                .u64(length)
                .u32(pid)
                .u32(uid)
                .u32(device)
                .u32(open)
                .string(process);
    }
}
