package org.iomap.emulator.server;

import static org.iomap.protocol.ProtocolCode.BYTE_ORDER;
import static org.iomap.protocol.ProtocolCode.MAGIC;
import static org.iomap.protocol.ProtocolCode.NOT_OPEN;
import static org.iomap.protocol.ProtocolCode.VERSION;

import io.netty.buffer.ByteBuf;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.protocol.Header;
import org.iomap.protocol.Hello;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.Replies;
import org.iomap.protocol.Requests;

/**
 * A connection that has not said who it is: one HELLO of at most 4 KiB within 10 seconds, or nothing (HS-6). Nothing is
 * set aside for it but a place among those still opening.
 */
final class Opening implements FrameHandler {
    private static final int SECONDS = 10;

    private final Connection connection;
    private final Reception reception;
    private final ListenUri uri;
    private long requestId;
    private int seconds;
    private boolean over;

    Opening(Connection connection, Reception reception, ListenUri uri) {
        this.connection = connection;
        this.reception = reception;
        this.uri = uri;
    }

    Connection connection() {
        return connection;
    }

    /** Where the connection came in. */
    ListenUri uri() {
        return uri;
    }

    @Override
    public Progress run(ByteBuf in) {
        if (over) {
            return Progress.HANDED_OVER;
        }
        if (!Connection.hasHeader(in)) {
            return Progress.NEEDS_INPUT;
        }
        int length = length(in);
        requestId = in.getUnsignedInt(in.readerIndex() + Header.ID_AT);
        checkIsHello(in);
        if (in.readableBytes() < length) {
            return Progress.NEEDS_INPUT;
        }
        over = true;
        receive(in.readSlice(length));
        return Progress.HANDED_OVER;
    }

    private static int length(ByteBuf in) {
        long length = in.getUnsignedInt(in.readerIndex());
        long swapped = Integer.toUnsignedLong(in.getIntLE(in.readerIndex()));
        if (length > Header.LONGEST_BEFORE_OPENING && swapped <= Header.LONGEST_BEFORE_OPENING) {
            throw new ProtocolException(
                    BYTE_ORDER, "length 0x%08x came with its bytes swapped: the wire is big-endian".formatted(length));
        }
        return Header.length(in, in.readerIndex(), Header.LONGEST_BEFORE_OPENING);
    }

    private void checkIsHello(ByteBuf in) {
        int at = in.readerIndex();
        int opcode = in.getUnsignedShort(at + Header.OPCODE_AT);
        if (in.getByte(at + Header.TYPE_AT) != MessageType.REQUEST.number() || opcode != Opcode.HELLO.number()) {
            throw new ProtocolException(NOT_OPEN, "the first message is HELLO, not 0x%04x".formatted(opcode));
        }
        Session.checkFlags(in.getUnsignedByte(at + Header.FLAGS_AT), 0);
        if (requestId == 0) {
            throw new ProtocolException(NOT_OPEN, "HELLO wants an answer: its request id is not 0");
        }
    }

    private void receive(ByteBuf frame) {
        try {
            Hello hello = (Hello) Requests.decode(Opcode.HELLO, frame);
            check(hello);
            reception.receive(this, requestId, new HelloOptions(hello.options()), this::refuse);
        } catch (ProtocolException | RefusedException no) {
            refuse(no);
        }
    }

    private static void check(Hello hello) {
        if (hello.magic() != Header.MAGIC) {
            boolean swapped = Integer.reverseBytes((int) hello.magic()) == (int) Header.MAGIC;
            throw new ProtocolException(
                    swapped ? BYTE_ORDER : MAGIC,
                    "the magic is 0x%08x, not 0x%08x%s"
                            .formatted(Header.MAGIC, hello.magic(), swapped ? ": its bytes are swapped" : ""));
        }
        boolean isSpoken = hello.major() == Header.MAJOR && hello.lowestMinor() <= Header.MINOR;
        if (!isSpoken || hello.highestMinor() < hello.lowestMinor()) {
            throw new ProtocolException(
                    VERSION,
                    "this service speaks %d.0 to %d.%d, not %d.%d to %d.%d"
                            .formatted(
                                    Header.MAJOR,
                                    Header.MAJOR,
                                    Header.MINOR,
                                    hello.major(),
                                    hello.lowestMinor(),
                                    hello.major(),
                                    hello.highestMinor()),
                    (long) Header.MAJOR << Integer.SIZE | Header.MINOR);
        }
    }

    /** HS-2: a readable reply, then the end. */
    private void refuse(RuntimeException no) {
        reception.refused();
        Replies.encode(Failures.of(requestId, Opcode.HELLO.number(), no), connection.answers());
        connection.leave();
    }

    @Override
    public boolean isIdle() {
        return !over;
    }

    @Override
    public void tick() {
        if (!over && ++seconds > SECONDS) {
            connection.end(Failures.of(
                    requestId,
                    Opcode.HELLO.number(),
                    new ProtocolException(NOT_OPEN, "the opening was not complete after 10 seconds")));
        }
    }

    @Override
    public void closed() {
        // Nothing was set aside for it.
    }

    @Override
    public long requestId() {
        return requestId;
    }
}
