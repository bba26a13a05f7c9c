package org.iomap.protocol;

import io.netty.buffer.ByteBuf;

/**
 * An option of HELLO.
 *
 * <p>{@code value} is a slice of the frame: it is valid until the frame is released, and is not released by itself.
 *
 * @param id a number of {@link OptionId}, or one nobody knows
 */
public record Option(long id, ByteBuf value) implements Structure {
    static Option decode(FieldReader in) {
        return new Option(in.u32(), in.bytes());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(id).bytes(value);
    }
}
