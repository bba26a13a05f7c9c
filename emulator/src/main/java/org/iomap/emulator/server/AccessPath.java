package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.AccessException;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.protocol.Header;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Width;

/**
 * LOAD and STORE, answered straight from the buffer. Everything else goes through records; these two would spend more
 * time on theirs than on the access. The frames are the ones of the records, and so are the answers: whatever is not
 * exactly a plain LOAD or STORE is left to them. Nothing is allocated.
 */
final class AccessPath {
    /** Both frames and their replies are this long. */
    private static final int FRAME = 32;

    private static final long LOAD = head(MessageType.REQUEST, 0, Opcode.LOAD);
    private static final long STORE = head(MessageType.REQUEST, 0, Opcode.STORE);
    private static final long POSTED_STORE = head(MessageType.REQUEST, Header.FLAG_POSTED, Opcode.STORE);
    private static final long LOADED = head(MessageType.REPLY, 0, Opcode.LOAD);
    private static final long STORED = head(MessageType.REPLY, 0, Opcode.STORE);

    private static final int ADDRESS_AT = 16;
    private static final int VALUE_AT = 24;
    private static final int THIRD_WORD = 16;
    private static final int FOURTH_WORD = 24;

    private final Session session;
    private final IoSpace ioSpace;

    AccessPath(Session session, IoSpace ioSpace) {
        this.session = session;
        this.ioSpace = ioSpace;
    }

    /** The first eight bytes of a frame of one shape. */
    private static long head(MessageType type, int flags, Opcode opcode) {
        return (long) FRAME << 32 | (long) type.number() << 24 | (long) flags << 16 | opcode.number();
    }

    /**
     * Carries out plain loads and stores from the front of {@code in}, up to the first message that is something else,
     * or fails, or makes an event for this connection.
     *
     * @return how many, at most {@code most}
     */
    int carryOut(ByteBuf in, ByteBuf out, int most) {
        int frames = Math.min(most, in.readableBytes() / FRAME);
        if (frames == 0 || !isPlain(in.getLong(in.readerIndex()))) {
            return 0;
        }
        out.ensureWritable(frames * FRAME);
        int first = out.writerIndex();
        ByteBuffer source = in.internalNioBuffer(in.readerIndex(), frames * FRAME);
        ByteBuffer target = out.internalNioBuffer(first, frames * FRAME);
        int from = source.position();
        int to = target.position() - first;
        UserProcess process = session.process();
        int done = 0;
        boolean smooth = true;
        while (smooth && done < frames) {
            int at = from + done * FRAME;
            long head = source.getLong(at);
            boolean load = head == LOAD;
            Width width = width(source.getInt(at + Header.AUX_AT));
            long value = source.getLong(at + VALUE_AT);
            if (width == null || !isPlain(head) || (load && value != 0)) {
                break;
            }
            done++;
            long id = Integer.toUnsignedLong(source.getInt(at + Header.ID_AT));
            boolean answered = id != 0 && head != POSTED_STORE;
            session.begin(id, answered);
            int end = out.writerIndex();
            try {
                if (load) {
                    value = process.load(source.getLong(at + ADDRESS_AT), width);
                } else {
                    process.store(source.getLong(at + ADDRESS_AT), width, value);
                }
            } catch (AccessException failed) {
                session.fail(id, (load ? Opcode.LOAD : Opcode.STORE).number(), answered, failed, Attempt.NONE);
                break;
            }
            // An event may have come before the answer, and moved the buffer.
            smooth = out.writerIndex() == end && !session.hasEnded();
            if (!answered) {
                continue;
            }
            long sequence = ioSpace.sequence();
            if (smooth) {
                int answer = to + end;
                target.putLong(answer, load ? LOADED : STORED);
                target.putLong(answer + Header.ID_AT, id << 32);
                target.putLong(answer + THIRD_WORD, load ? value : sequence);
                target.putLong(answer + FOURTH_WORD, load ? sequence : 0);
                out.writerIndex(end + FRAME);
            } else {
                out.writeLong(load ? LOADED : STORED)
                        .writeLong(id << 32)
                        .writeLong(load ? value : sequence)
                        .writeLong(load ? sequence : 0);
            }
        }
        in.skipBytes(done * FRAME);
        return done;
    }

    private static boolean isPlain(long head) {
        return head == LOAD || head == STORE || head == POSTED_STORE;
    }

    /** Null when it is none of the four: then the record says so. */
    private static Width width(int bytes) {
        return switch (bytes) {
            case 1 -> Width.BYTE;
            case 2 -> Width.HALFWORD;
            case 4 -> Width.WORD;
            case 8 -> Width.DOUBLEWORD;
            default -> null;
        };
    }
}
