package org.iomap.protocol;

import static org.iomap.protocol.ProtocolCode.PAYLOAD;
import static org.iomap.protocol.ProtocolCode.RESERVED;

import io.netty.buffer.ByteBuf;
import io.netty.util.CharsetUtil;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the fields of one message. Every method throws {@link ProtocolException} when the message is too short for the
 * field, or when a gap before it is not zero.
 */
public final class FieldReader {
    private static final int SMALLEST_STRUCTURE = 4;
    private static final char REPLACEMENT = '\uFFFD';
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

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
        return utf8(available(u32()));
    }

    /** Reads a string of at most {@code longest} bytes. */
    public String string(int longest) {
        int length = available(u32());
        if (length > longest) {
            throw new ProtocolException(PAYLOAD, "a string of %d bytes, of at most %d".formatted(length, longest));
        }
        return utf8(length);
    }

    /** Reads a name of DC-3, or an empty string. */
    public String name() {
        String name = string();
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            throw new ProtocolException(ProtocolCode.NAME, "a name is 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        return name;
    }

    /** Returns a slice of the message: valid as long as the message is, and not released by itself. */
    public ByteBuf bytes() {
        long length = u32();
        align(Long.BYTES);
        return in.readSlice(available(length));
    }

    /** Reads bytes as {@link #bytes} does; they are whole elements of {@code width}. */
    public ByteBuf elements(Width width) {
        ByteBuf bytes = bytes();
        if (bytes.readableBytes() % width.bytes() != 0) {
            throw new ProtocolException(
                    PAYLOAD, "%d bytes are no elements of %d".formatted(bytes.readableBytes(), width.bytes()));
        }
        return bytes;
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

    /** Returns {@code value}, which must be from {@code lowest} to {@code highest}. */
    static long inRange(String field, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new ProtocolException(
                    PAYLOAD, "%s is from %d to %d, not %d".formatted(field, lowest, highest, value));
        }
        return value;
    }

    private String utf8(int length) {
        ByteBuf bytes = in.readSlice(length);
        String value = bytes.toString(CharsetUtil.UTF_8);
        if (value.indexOf(REPLACEMENT) >= 0 && !isUtf8(bytes)) {
            throw new ProtocolException(PAYLOAD, "a string is not UTF-8");
        }
        return value;
    }

    /** Tells a replacement character that was sent from one that stands for a malformed sequence. */
    private static boolean isUtf8(ByteBuf bytes) {
        try {
            CharsetUtil.UTF_8.newDecoder().decode(bytes.nioBuffer());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
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
