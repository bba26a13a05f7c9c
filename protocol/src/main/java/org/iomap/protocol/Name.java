package org.iomap.protocol;

/** A name in a directory. */
public record Name(String name) implements Structure {
    static Name decode(FieldReader in) {
        return new Name(in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(name);
    }
}
