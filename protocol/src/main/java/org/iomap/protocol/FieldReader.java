package org.iomap.protocol;

import static org.iomap.protocol.ProtocolCode.PAYLOAD;
import static org.iomap.protocol.ProtocolCode.RESERVED;

import io.netty.buffer.ByteBuf;
import io.netty.util.CharsetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the fields of one message. Every method throws {@link ProtocolException} when the message is too short for the
 * field, or when a gap before it is not zero.
 */
public final class FieldReader {
    private static final int SMALLEST_STRUCTURE = 4;

    private final ByteBuf in;
    private final int start;

    /** Reads {@code in} up to its end; the message starts at {@code start}. */
    FieldReader(ByteBuf in, int start) {
        this.in = in;
        this.start = start;
    }

    public int u16() {
        field(Short.BYTES);
        return in.readUnsignedShort();
    }

    public long u32() {
        field(Integer.BYTES);
        return in.readUnsignedInt();
    }

    public long u64() {
        field(Long.BYTES);
        return in.readLong();
    }

    public String string() {
        int length = length();
        ByteBuf bytes = in.readSlice(length);
        String value = bytes.toString(CharsetUtil.UTF_8);
        // A malformed sequence decodes to U+FFFD, which is three bytes long: a text that grew or holds it is refused.
        if (value.indexOf('\uFFFD') >= 0) {
            throw new ProtocolException(PAYLOAD, "a string is not UTF-8");
        }
        return value;
    }

    /** Returns a slice of the message: valid as long as the message is, and not released by itself. */
    public ByteBuf bytes() {
        long length = u32();
        align(Long.BYTES);
        return in.readSlice(available(length));
    }

    public <T extends Structure> List<T> list(Function<FieldReader, T> decode) {
        long count = u32();
        if (count > in.readableBytes() / SMALLEST_STRUCTURE) {
            throw new ProtocolException(
                    PAYLOAD, "a list of %d entries in %d bytes".formatted(count, in.readableBytes()));
        }
        List<T> values = new ArrayList<>((int) count);
        for (long i = 0; i < count; i++) {
            values.add(structure(decode));
        }
        return List.copyOf(values);
    }

    public <T extends Structure> T structure(Function<FieldReader, T> decode) {
        align(Long.BYTES);
        return decode.apply(this);
    }

    /**
     * Ends the message. What is left must be zero: padding to the next multiple of 16, or fields of a later minor
     * version that say nothing.
     */
    void end() {
        zero(in.readableBytes());
    }

    private int length() {
        return available(u32());
    }

    private int available(long length) {
        if (length > in.readableBytes()) {
            throw new ProtocolException(
                    PAYLOAD, "a field of %d bytes where %d are left".formatted(length, in.readableBytes()));
        }
        return (int) length;
    }

    private void field(int size) {
        align(size);
        available(size);
    }

    private void align(int multiple) {
        zero(available(-(in.readerIndex() - start) & (multiple - 1)));
    }

    private void zero(int count) {
        for (int i = 0; i < count; i++) {
            if (in.readByte() != 0) {
                throw new ProtocolException(
                        RESERVED, "byte %d is reserved and not zero".formatted(in.readerIndex() - 1 - start));
            }
        }
    }
}
