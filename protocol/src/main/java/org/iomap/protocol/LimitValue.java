package org.iomap.protocol;

/**
 * A limit in force.
 *
 * @param id a number of {@link Limit}
 */
public record LimitValue(long id, long value) implements Structure {
    static LimitValue decode(FieldReader in) {
        return new LimitValue(in.u32(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(id).u64(value);
    }
}
