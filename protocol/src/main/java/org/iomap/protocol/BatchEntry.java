package org.iomap.protocol;

/**
 * One access of a batch.
 *
 * @param direction 1 load, 2 store
 * @param width bytes
 * @param value 0 for a load
 */
public record BatchEntry(int direction, int width, long address, long value) implements Structure {
    public static final int LOAD = 1;
    public static final int STORE = 2;

    static BatchEntry decode(FieldReader in) {
        int direction = (int) FieldReader.inRange("direction", in.u16(), LOAD, STORE);
        Width width = Width.of(in.u16());
        BatchEntry entry = new BatchEntry(direction, width.bytes(), in.u64(), in.u64());
        if (direction == LOAD && entry.value != 0) {
            throw new ProtocolException(ProtocolCode.RESERVED, "the value of a load is reserved");
        }
        return entry;
    }

    @Override
    public void encode(FieldWriter out) {
        out.u16(direction).u16(width).u64(address).u64(value);
    }
}
