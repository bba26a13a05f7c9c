package org.iomap.protocol;

/**
 * One access of a batch.
 *
 * @param direction 1 load, 2 store
 * @param width bytes
 * @param value 0 for a load
 */
public record BatchEntry(int direction, int width, long address, long value) implements Structure {
    static BatchEntry decode(FieldReader in) {
        return new BatchEntry(in.u16(), in.u16(), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u16(direction).u16(width).u64(address).u64(value);
    }
}
