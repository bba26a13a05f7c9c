package org.iomap.protocol;

import io.netty.buffer.ByteBuf;

/**
 * The 16 bytes that start every message: FR-1. All numbers are big-endian.
 *
 * <pre>
 *  0  length  u32  of the whole message, a multiple of 16
 *  4  type    u8   a number of {@link MessageType}
 *  5  flags   u8   bits 7:4 must be understood, bits 3:0 may be ignored
 *  6  opcode  u16  a number of {@link Opcode}
 *  8  id      u32  chosen by the client, repeated in the reply; 0 wants no reply
 * 12  aux     u32  request: a field of the opcode; reply: 0, or the status of a failure
 * </pre>
 */
public final class Header {
    public static final int LENGTH = 16;
    /** Every message is a multiple of this long, so that every header is aligned. */
    public static final int ALIGNMENT = 16;
    /** "IOMP". */
    public static final long MAGIC = 0x494F_4D50L;

    public static final int MAJOR = 1;
    public static final int MINOR = 0;

    /** No message is longer before the opening is complete: HS-6. */
    public static final int LONGEST_BEFORE_OPENING = 4096;

    public static final int FLAG_POSTED = 0x80;
    public static final int FLAG_MORE = 0x40;
    public static final int MUST_UNDERSTAND = 0xF0;

    public static final int TYPE_AT = 4;
    public static final int FLAGS_AT = 5;
    public static final int OPCODE_AT = 6;
    public static final int ID_AT = 8;
    public static final int AUX_AT = 12;

    private Header() {}

    /**
     * Checks the length field of the message that starts at {@code index}.
     *
     * @param longest the limit in force, in bytes
     * @return the length, in bytes
     * @throws ProtocolException if no message has this length
     */
    public static int length(ByteBuf in, int index, long longest) {
        long length = in.getUnsignedInt(index);
        if (length < LENGTH || length > longest || length % ALIGNMENT != 0) {
            throw new ProtocolException(
                    ProtocolCode.LENGTH,
                    "length 0x%08x is not a multiple of 16 from 16 to %d".formatted(length, longest));
        }
        return (int) length;
    }

    /**
     * Returns the type of the message that starts at {@code index}.
     *
     * @throws ProtocolException if there is no such type
     */
    public static MessageType type(ByteBuf in, int index) {
        int number = in.getUnsignedByte(index + TYPE_AT);
        MessageType type = MessageType.of(number);
        if (type == null) {
            throw new ProtocolException(ProtocolCode.TYPE, "a message of type %d".formatted(number));
        }
        return type;
    }

    /**
     * Returns the flags of the message that starts at {@code index}, without those that may be ignored.
     *
     * @throws ProtocolException if one that must be understood is not defined for this type
     */
    public static int flags(ByteBuf in, int index, MessageType type) {
        int flags = in.getUnsignedByte(index + FLAGS_AT) & MUST_UNDERSTAND;
        if ((flags & ~type.flags()) != 0) {
            throw new ProtocolException(ProtocolCode.FLAGS, "flags 0x%02x in a message %s".formatted(flags, type));
        }
        return flags;
    }

    static int begin(ByteBuf out, MessageType type, int flags, int opcode, long id, long aux) {
        int start = out.writerIndex();
        out.writeInt(0)
                .writeByte(type.number())
                .writeByte(flags)
                .writeShort(opcode)
                .writeInt((int) id)
                .writeInt((int) aux);
        return start;
    }

    static void end(ByteBuf out, int start) {
        new FieldWriter(out, start).align(ALIGNMENT);
        out.setInt(start, out.writerIndex() - start);
    }
}
