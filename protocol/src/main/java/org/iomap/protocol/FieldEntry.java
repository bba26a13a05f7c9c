package org.iomap.protocol;

/**
 * Some bits of a register.
 *
 * @param lowestBit 0 is the least significant
 */
public record FieldEntry(long lowestBit, long bits, String name) implements Structure {
    static FieldEntry decode(FieldReader in) {
        return new FieldEntry(in.u32(), in.u32(), in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(lowestBit).u32(bits).string(name);
    }
}
