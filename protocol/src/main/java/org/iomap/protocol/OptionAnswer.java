package org.iomap.protocol;

/**
 * What became of an option.
 *
 * @param answer 0 accepted, 1 unsupported
 */
public record OptionAnswer(long id, long answer) implements Structure {
    static OptionAnswer decode(FieldReader in) {
        return new OptionAnswer(in.u32(), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(id).u32(answer);
    }
}
