package org.iomap.protocol;

import java.util.List;

/**
 * A register and its present value.
 *
 * @param address physical
 * @param writable the bits that a store changes
 * @param value by peek; 0 where it cannot be read
 * @param width bytes
 * @param access 1 R, 2 W, 3 RW
 * @param readable 1 when {@code value} is the present value
 */
public record RegisterEntry(
        long address,
        long reset,
        long writable,
        long value,
        long width,
        long access,
        long readable,
        String name,
        List<FieldEntry> fields)
        implements Structure {
    static RegisterEntry decode(FieldReader in) {
        return new RegisterEntry(
                in.u64(),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.string(),
                in.list(FieldEntry::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address)
                .u64(reset)
                .u64(writable)
                .u64(value)
                .u32(width)
                .u32(access)
                .u32(readable)
                .string(name)
                .list(fields);
    }
}
