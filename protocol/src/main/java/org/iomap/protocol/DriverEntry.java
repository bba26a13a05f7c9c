package org.iomap.protocol;

/** A driver, as lsdev(1M) lists it. */
public record DriverEntry(long major, String name, String driverClass) implements Structure {
    static DriverEntry decode(FieldReader in) {
        return new DriverEntry(in.u32(), in.string(), in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(major).string(name).string(driverClass);
    }
}
