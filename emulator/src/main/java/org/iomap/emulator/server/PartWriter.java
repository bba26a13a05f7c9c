package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.iomap.protocol.Header;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Part;
import org.iomap.protocol.Replies;
import org.iomap.protocol.Request;
import org.iomap.protocol.Width;

/**
 * Writes a large answer as parts (BT-5), straight into the answers: each part is made with its data still to come, and
 * the elements are loaded into their place. After a failure the part begun is taken back, and the failure is the last
 * message of the answer.
 */
final class PartWriter {
    /** Where the elements come from. */
    interface Source {
        /** Loads elements from the {@code done}-th on until {@code into} is full. */
        void load(long done, ByteBuffer into);
    }

    /** Header and fields before the data. */
    private static final int OVERHEAD = 2 * Header.LENGTH;

    private final Session session;
    private final Request request;
    private final Width width;
    private long done;

    PartWriter(Session session, Request request, Width width) {
        this.session = session;
        this.request = request;
        this.width = width;
    }

    /** Elements loaded. */
    long done() {
        return done;
    }

    void write(long count, Source source) {
        long most = (session.terms().limit(Limit.MESSAGE_BYTES) - OVERHEAD)
                / Header.ALIGNMENT
                * Header.ALIGNMENT
                / width.bytes();
        do {
            writePart(Math.min(most, count - done), count, source);
        } while (done < count);
    }

    private void writePart(long elements, long count, Source source) {
        ByteBuf out = session.connection().setAside();
        int start = out.writerIndex();
        int bytes = (int) (elements * width.bytes());
        int length = OVERHEAD + (bytes + Header.ALIGNMENT - 1) / Header.ALIGNMENT * Header.ALIGNMENT;
        out.ensureWritable(length);
        ByteBuffer into = out.nioBuffer(start + OVERHEAD, bytes);
        ByteBuf meanwhile = null;
        try {
            source.load(done, into);
            meanwhile = session.connection().putBack(out);
        } catch (RuntimeException failed) {
            done += into.position() / width.bytes();
            writeFirst(session.connection().putBack(out), out, 0);
            throw failed;
        }
        int end = writeFirst(meanwhile, out, length);
        writeFrame(out, end, length, bytes, count);
        done += elements;
    }

    /**
     * Puts what a load made the server send before the part that it belongs to (OR-5).
     *
     * @param meanwhile null for nothing, as nearly always; released
     * @param length of the part in {@code out} that makes room for it
     * @return where the part begins
     */
    private static int writeFirst(ByteBuf meanwhile, ByteBuf out, int length) {
        if (meanwhile != null) {
            ByteBuf part = out.copy(out.writerIndex(), length);
            out.writeBytes(meanwhile);
            out.ensureWritable(length);
            out.setBytes(out.writerIndex(), part);
            part.release();
            meanwhile.release();
        }
        return out.writerIndex();
    }

    /** Puts the frame around data that is in its place already. */
    private void writeFrame(ByteBuf out, int start, int length, int bytes, long count) {
        long offset = done * width.bytes();
        boolean last = offset + bytes == count * width.bytes();
        Part frame =
                new Part(request.requestId(), request.opcode(), offset, count * width.bytes(), Unpooled.EMPTY_BUFFER);
        if (last) {
            Replies.encode(frame, out);
        } else {
            Replies.encodeMore(frame, out);
        }
        out.setInt(start, length);
        out.setInt(start + OVERHEAD - Integer.BYTES, bytes);
        out.setZero(start + OVERHEAD + bytes, length - OVERHEAD - bytes);
        out.writerIndex(start + length);
    }
}
