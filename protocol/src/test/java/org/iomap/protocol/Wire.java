package org.iomap.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Messages of every type, read and written as the two sides together do. */
final class Wire {
    private Wire() {}

    /**
     * A message of any type.
     *
     * @param flags without those that may be ignored
     * @param body a {@link Request}, {@link Reply} or {@link Event}
     */
    record Message(MessageType type, int flags, Record body) {
        /** The first line of a vector. */
        String title() {
            return mark() + text(body);
        }

        private String mark() {
            return switch (type) {
                case REQUEST -> flags == Header.FLAG_POSTED ? "POSTED " : "";
                case REPLY -> flags == Header.FLAG_MORE ? "MORE " : "";
                case EVENT -> "";
                case ERROR -> "ERROR ";
            };
        }
    }

    /** Reads one message in the order of DC-2, and moves the reader index behind its last field. */
    static Message decode(ByteBuf in, long longest) {
        int start = in.readerIndex();
        ByteBuf header = in.slice(start, Header.LENGTH);
        int length = Header.length(header, 0, longest);
        MessageType type = Header.type(header, 0);
        int flags = Header.flags(header, 0, type);
        ByteBuf frame = in.slice(start, length);
        Message message = new Message(type, flags, body(type, frame));
        in.readerIndex(start + frame.readerIndex());
        return message;
    }

    private static Record body(MessageType type, ByteBuf frame) {
        return switch (type) {
            case REQUEST -> (Record) Requests.decode(Opcode.of(frame.getUnsignedShort(Header.OPCODE_AT)), frame);
            case REPLY -> (Record) Replies.decode(frame);
            case EVENT -> (Record) Events.decode(frame);
            case ERROR -> Replies.decodeError(frame);
        };
    }

    static ByteBuf encode(Message message) {
        ByteBuf out = Unpooled.buffer();
        switch (message.type()) {
            case REQUEST -> Requests.encode((Request) message.body(), message.flags(), out);
            case REPLY -> encode((Reply) message.body(), message.flags(), out);
            case EVENT -> Events.encode((Event) message.body(), out);
            case ERROR -> Replies.encodeError((Failure) message.body(), out);
        }
        return out;
    }

    private static void encode(Reply reply, int flags, ByteBuf out) {
        if (flags == Header.FLAG_MORE) {
            Replies.encodeMore(reply, out);
        } else {
            Replies.encode(reply, out);
        }
    }

    /** As {@code toString}, with the bytes of a buffer in hexadecimal. */
    static String text(Object value) {
        if (value instanceof ByteBuf bytes) {
            return ByteBufUtil.hexDump(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Wire::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Record record) {
            return Arrays.stream(record.getClass().getRecordComponents())
                    .map(component -> component.getName() + "=" + text(component(record, component)))
                    .collect(Collectors.joining(", ", record.getClass().getSimpleName() + "[", "]"));
        }
        return String.valueOf(value);
    }

    private static Object component(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
