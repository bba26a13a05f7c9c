package org.iomap.protocol;

/**
 * A feature that both sides have.
 *
 * @param id a number of {@link Feature}
 */
public record FeatureId(long id) implements Structure {
    static FeatureId decode(FieldReader in) {
        return new FeatureId(in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(id);
    }
}
