package org.iomap.protocol;

/**
 * What a base address register of a PCI function has.
 *
 * @param bar 0 to 5
 * @param kind {@link #IO} or {@link #MEMORY}
 * @param start physical
 * @param length bytes
 */
public record PciResource(long bar, long kind, long start, long length) implements Structure {
    public static final long IO = 1;
    public static final long MEMORY = 2;

    static PciResource decode(FieldReader in) {
        return new PciResource(in.u32(), in.u32(), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(bar).u32(kind).u64(start).u64(length);
    }
}
