package org.iomap.protocol;

/**
 * Physical pages in an area of mmap(2).
 *
 * @param at bytes from the start of the area
 * @param length bytes
 */
public record PageRange(long at, long physical, long length) implements Structure {
    static PageRange decode(FieldReader in) {
        return new PageRange(in.u64(), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(at).u64(physical).u64(length);
    }
}
