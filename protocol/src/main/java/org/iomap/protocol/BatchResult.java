package org.iomap.protocol;

/**
 * What came of one access of a batch.
 *
 * @param status 0, or as in a reply
 * @param signal HP-UX number; 0 where there is none
 * @param value what was loaded; 0 after a failure
 */
public record BatchResult(long status, long signal, long value) implements Structure {
    static BatchResult decode(FieldReader in) {
        return new BatchResult(in.u32(), in.u32(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(status).u32(signal).u64(value);
    }
}
