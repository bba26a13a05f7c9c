package org.iomap.client;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.iomap.protocol.Event;
import org.iomap.protocol.Events;
import org.iomap.protocol.Header;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Replies;
import org.iomap.protocol.Reply;

/** The message that is being looked at, where it lies in the receive buffer. One object serves all messages. */
final class Frame {
    static final int FIRST = Header.LENGTH;
    static final int SECOND = FIRST + Long.BYTES;

    private ByteBuffer bytes;
    private int start;
    private long lengthAndKind;
    private long idAndStatus;
    private int kind;

    void at(ByteBuffer receiveBuffer, int index) {
        bytes = receiveBuffer;
        start = index;
        // Two loads for the four words of the header: this runs once for each reply of a pipeline.
        lengthAndKind = receiveBuffer.getLong(index);
        idAndStatus = receiveBuffer.getLong(index + Header.ID_AT);
        kind = (int) lengthAndKind;
    }

    int length() {
        return (int) (lengthAndKind >> Integer.SIZE);
    }

    /** A number of {@link org.iomap.protocol.MessageType}. */
    int type() {
        return kind >>> 24;
    }

    int flags() {
        return (kind >>> 16) & 0xFF;
    }

    boolean hasMore() {
        return (flags() & Header.FLAG_MORE) != 0;
    }

    int opcodeNumber() {
        return kind & 0xFFFF;
    }

    Opcode opcode() {
        return Opcode.of(opcodeNumber());
    }

    int id() {
        return (int) (idAndStatus >> Integer.SIZE);
    }

    boolean isFailure() {
        return (int) idAndStatus != 0;
    }

    int u32(int offset) {
        return bytes.getInt(start + offset);
    }

    long u64(int offset) {
        return bytes.getLong(start + offset);
    }

    /** Copies {@code count} bytes from {@code offset} on to the position of {@code into}, and moves the position. */
    void copy(int offset, int count, ByteBuffer into) {
        into.put(into.position(), bytes, start + offset, count);
        into.position(into.position() + count);
    }

    /** Decodes a reply, a failure or an ERROR message. It lives as long as it likes. */
    Reply reply() {
        return Replies.decode(Unpooled.wrappedBuffer(copy()));
    }

    /** Decodes an event. It lives as long as it likes. */
    Event event() {
        return Events.decode(Unpooled.wrappedBuffer(copy()));
    }

    private byte[] copy() {
        byte[] copy = new byte[length()];
        bytes.get(start, copy);
        return copy;
    }
}
