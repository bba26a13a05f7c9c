package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import org.iomap.protocol.Event;
import org.iomap.protocol.Events;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Header;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Replies;
import org.iomap.protocol.Reply;

/** One message as it came. */
record Frame(ByteBuf bytes) {
    MessageType type() {
        return MessageType.of(bytes.getUnsignedByte(Header.TYPE_AT));
    }

    int flags() {
        return bytes.getUnsignedByte(Header.FLAGS_AT);
    }

    boolean hasMore() {
        return flags() == Header.FLAG_MORE;
    }

    Opcode opcode() {
        return Opcode.of(bytes.getUnsignedShort(Header.OPCODE_AT));
    }

    long id() {
        return bytes.getUnsignedInt(Header.ID_AT);
    }

    Reply reply() {
        expect(MessageType.REPLY);
        return Replies.decode(bytes.duplicate());
    }

    Event event() {
        expect(MessageType.EVENT);
        return Events.decode(bytes.duplicate());
    }

    Failure error() {
        expect(MessageType.ERROR);
        return Replies.decodeError(bytes.duplicate());
    }

    private void expect(MessageType type) {
        if (type() != type) {
            throw new AssertionError("not " + type + " but " + this);
        }
    }

    @Override
    public String toString() {
        return switch (type()) {
            case REQUEST -> "REQUEST " + opcode() + " " + id();
            case REPLY -> reply().toString();
            case EVENT -> event().toString();
            case ERROR -> "ERROR " + error();
        };
    }
}
