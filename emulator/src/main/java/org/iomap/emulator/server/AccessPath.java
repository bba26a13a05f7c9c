package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import org.iomap.protocol.Header;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Width;

/**
 * LOAD and STORE, answered straight from the buffer. Everything else goes through records; these two would spend more
 * time on theirs than on the access. The frames are the ones of the records, and so are the answers: whatever is not
 * exactly a plain LOAD or STORE is left to them.
 */
final class AccessPath {
    /** Both frames and their replies are this long. */
    static final int FRAME = 32;

    static final long LOAD = head(MessageType.REQUEST, 0, Opcode.LOAD);
    static final long STORE = head(MessageType.REQUEST, 0, Opcode.STORE);
    static final long POSTED_STORE = head(MessageType.REQUEST, Header.FLAG_POSTED, Opcode.STORE);

    private static final long LOADED = head(MessageType.REPLY, 0, Opcode.LOAD);
    private static final long STORED = head(MessageType.REPLY, 0, Opcode.STORE);
    private static final int ADDRESS_AT = 16;
    private static final int VALUE_AT = 24;

    private AccessPath() {}

    /** The first eight bytes of a frame of one shape. */
    private static long head(MessageType type, int flags, Opcode opcode) {
        return (long) FRAME << 32 | (long) type.number() << 24 | (long) flags << 16 | opcode.number();
    }

    /** Null when it is not one of the four: then the record says so. */
    static Width width(ByteBuf in, int at) {
        return switch (in.getInt(at + Header.AUX_AT)) {
            case 1 -> Width.BYTE;
            case 2 -> Width.HALFWORD;
            case 4 -> Width.WORD;
            case 8 -> Width.DOUBLEWORD;
            default -> null;
        };
    }

    static long id(ByteBuf in, int at) {
        return in.getUnsignedInt(at + Header.ID_AT);
    }

    static long address(ByteBuf in, int at) {
        return in.getLong(at + ADDRESS_AT);
    }

    /** Of a store. In a load these bytes are reserved. */
    static long value(ByteBuf in, int at) {
        return in.getLong(at + VALUE_AT);
    }

    static void loaded(long id, long value, long sequence, ByteBuf out) {
        out.ensureWritable(FRAME);
        out.writeLong(LOADED).writeLong(id << 32).writeLong(value).writeLong(sequence);
    }

    static void stored(long id, long sequence, ByteBuf out) {
        out.ensureWritable(FRAME);
        out.writeLong(STORED).writeLong(id << 32).writeLong(sequence).writeLong(0);
    }
}
