package org.iomap.protocol;

/**
 * A mapping that leads to a physical address, and how it came about.
 *
 * @param at the address by which this mapping reaches it
 * @param address where the mapping starts
 * @param physical where it leads from there
 * @param length bytes
 * @param pid who has it
 * @param device major number in bits 31:24, minor number in bits 23:0; 0 when it was made through none
 * @param protection 1 read, 2 write, added up
 * @param rights of a kernel's mapping: 1 KERNEL_RW, 2 USER_RW; else 0
 * @param actor the process, or {@code driver NAME}
 * @param call that made it: {@code ioctl IOMAPMAP}, {@code mmap}, {@code ioremap}, {@code dma_alloc_coherent}
 * @param driver that carried the call out
 * @param path of the file it was made through
 */
public record RoadEntry(
        long at,
        long address,
        long physical,
        long length,
        long pid,
        long uid,
        long device,
        long protection,
        long rights,
        String actor,
        String call,
        String driver,
        String path)
        implements Structure {
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int KERNEL_RW = 1;
    public static final int USER_RW = 2;

    static RoadEntry decode(FieldReader in) {
        return new RoadEntry(
                in.u64(),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.string(),
                in.string(),
                in.string(),
                in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(at)
                .u64(address)
                .u64(physical)
                .u64(length)
                .u32(pid)
                .u32(uid)
                .u32(device)
                .u32(protection)
                .u32(rights)
                .string(actor)
                .string(call)
                .string(driver)
                .string(path);
    }
}
