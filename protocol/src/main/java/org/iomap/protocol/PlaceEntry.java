package org.iomap.protocol;

/**
 * What is at a physical address.
 *
 * @param kind 0 nothing answers, 1 a module, 2 host memory
 * @param exclusive 1: the driver of {@code claimedBy} keeps /dev/mem out
 * @param start physical; of what answers as one piece
 * @param length bytes
 * @param module its name
 * @param hardwarePath such as {@code 8/16/4}
 * @param resource of a PCI function, such as {@code 0000:00:01.0/resource0}
 * @param claimedBy the driver that has requested this region
 */
public record PlaceEntry(
        long kind,
        long exclusive,
        long start,
        long length,
        String module,
        String description,
        String hardwarePath,
        String resource,
        String claimedBy)
        implements Structure {
    public static final int NOTHING = 0;
    public static final int MODULE = 1;
    public static final int HOST_MEMORY = 2;

    static PlaceEntry decode(FieldReader in) {
        return new PlaceEntry(
                in.u32(),
                in.u32(),
                in.u64(),
                in.u64(),
                in.string(),
                in.string(),
                in.string(),
                in.string(),
                in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(kind)
                .u32(exclusive)
                .u64(start)
                .u64(length)
                .string(module)
                .string(description)
                .string(hardwarePath)
                .string(resource)
                .string(claimedBy);
    }
}
