package org.iomap.protocol;

import java.util.List;

/**
 * Opens the connection; the first message of a client.
 *
 * @param magic {@link Header#MAGIC}
 * @param options at most 16
 */
public record Hello(long requestId, long magic, int major, int lowestMinor, int highestMinor, List<Option> options)
        implements Request {
    static Hello decode(long requestId, FieldReader in) {
        return new Hello(requestId, in.u32(), in.u16(), in.u16(), in.u16(), in.list(Option::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(magic).u16(major).u16(lowestMinor).u16(highestMinor).list(options);
    }

    @Override
    public Opcode opcode() {
        return Opcode.HELLO;
    }
}
