package org.iomap.protocol;

/**
 * A module, as ioscan(1M) lists it.
 *
 * @param address physical; its hard physical address (HPA)
 * @param size bytes from {@code address} on that belong to it
 * @param type module type of the I/O architecture
 * @param name as the monitor commands take it
 */
public record ModuleEntry(
        long address,
        long size,
        long type,
        long hversion,
        long sversion,
        String name,
        String moduleClass,
        String hardwarePath,
        String driver,
        String description)
        implements Structure {
    static ModuleEntry decode(FieldReader in) {
        return new ModuleEntry(
                in.u64(),
                in.u64(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.string(),
                in.string(),
                in.string(),
                in.string(),
                in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address)
                .u64(size)
                .u32(type)
                .u32(hversion)
                .u32(sversion)
                .string(name)
                .string(moduleClass)
                .string(hardwarePath)
                .string(driver)
                .string(description);
    }
}
