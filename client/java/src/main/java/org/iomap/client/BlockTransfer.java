package org.iomap.client;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;
import org.iomap.protocol.Compare;
import org.iomap.protocol.Compared;
import org.iomap.protocol.Fill;
import org.iomap.protocol.FrameBufferEntry;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.LoadRepeated;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.PeekBlock;
import org.iomap.protocol.Picture;
import org.iomap.protocol.Request;
import org.iomap.protocol.Width;

/**
 * Transfers of any length, cut into requests that the limits allow. Blocks have several requests under way at a time.
 * Accesses to one address again and again, and everything that stops at a difference, go one request after the other:
 * there a request too many would take from a FIFO what nobody asked for.
 */
final class BlockTransfer {
    private static final int OVERHEAD = 64;
    private static final int GRAIN = 64;
    private static final int MOST_UNDERWAY = 8;

    private final Connection connection;

    /** Makes the request for a piece of a transfer. */
    private interface Piece {
        Request request(long requestId, long address, long elements);
    }

    BlockTransfer(Connection connection) {
        this.connection = connection;
    }

    void loadBlock(Width width, long address, long stride, ByteBuffer into) {
        Piece piece = (id, from, elements) -> new LoadBlock(id, width, from, elements, stride);
        load(width, address, step(width, stride), into, MOST_UNDERWAY, piece);
    }

    void loadRepeated(Width width, long address, ByteBuffer into) {
        load(width, address, 0, into, 1, (id, from, elements) -> new LoadRepeated(id, width, from, elements));
    }

    void peekBlock(Width width, long physical, ByteBuffer into) {
        Piece piece = (id, from, elements) -> new PeekBlock(id, width, from, elements);
        load(width, physical, width.bytes(), into, MOST_UNDERWAY, piece);
    }

    void picture(FrameBufferEntry of, long line, ByteBuffer into) {
        int lineBytes = (int) of.width() * Width.WORD.bytes();
        int most = (int) Math.max(1, connection.limits().transferElements() / of.width());
        for (long at = line; into.hasRemaining(); ) {
            int lines = Math.min(most, into.remaining() / lineBytes);
            long first = at;
            ByteBuffer part = into.slice(into.position(), lines * lineBytes);
            LongFunction<Request> request = id -> new Picture(id, of.name(), first, lines);
            long deadline = connection.deadline();
            Exchange exchange = connection.send(request, part, OVERHEAD + part.remaining(), deadline);
            connection.await(exchange, deadline);
            connection.end(exchange);
            into.position(into.position() + lines * lineBytes);
            at += lines;
        }
    }

    /** @throws IllegalArgumentException if the stride is no u32 */
    void storeBlock(Width width, long address, long stride, ByteBuffer from) {
        if (stride >>> Integer.SIZE != 0) {
            throw new IllegalArgumentException("a stride of " + stride);
        }
        store(Opcode.STORE_BLOCK, width, address, stride, step(width, stride), from);
    }

    void storeRepeated(Width width, long address, ByteBuffer from) {
        store(Opcode.STORE_REPEATED, width, address, 0, 0, from);
    }

    void fill(Width width, long address, long count, long value) {
        long most = connection.limits().transferElements();
        for (long done = 0; done < count; done += most) {
            long first = address + done * width.bytes();
            long elements = Math.min(most, count - done);
            connection.call(id -> new Fill(id, width, first, elements, value), 0, connection.deadline());
        }
    }

    Compared compare(Width width, long address, long count, long value) {
        long most = connection.limits().transferElements();
        Compared all = new Compared(0, 0, 0);
        for (long done = 0; done < count; done += most) {
            long first = address + done * width.bytes();
            long elements = Math.min(most, count - done);
            LongFunction<Request> request = id -> new Compare(id, width, first, elements, value);
            Compared part = connection.call(request, Compared.class);
            all = new Compared(0, done + part.equal(), part.actual());
            if (part.equal() < elements) {
                return all;
            }
        }
        return all;
    }

    private static long step(Width width, long stride) {
        return stride == 0 ? width.bytes() : stride;
    }

    private void load(Width width, long address, long step, ByteBuffer into, int underway, Piece piece) {
        ByteBuffer rest = whole(width, into).duplicate();
        Underway pieces = new Underway(into, width, underway);
        while (rest.hasRemaining()) {
            long first = address + pieces.elementsSent() * step;
            ByteBuffer part = cut(rest, width);
            int count = part.remaining();
            LongFunction<Request> request = id -> piece.request(id, first, count / width.bytes());
            pieces.add(count, deadline -> connection.send(request, part, OVERHEAD + count, deadline));
        }
        pieces.finish();
    }

    private void store(Opcode opcode, Width width, long address, long stride, long step, ByteBuffer from) {
        ByteBuffer rest = whole(width, from).duplicate();
        Underway pieces = new Underway(from, width, step == 0 ? 1 : MOST_UNDERWAY);
        while (rest.hasRemaining()) {
            long first = address + pieces.elementsSent() * step;
            ByteBuffer part = cut(rest, width);
            pieces.add(
                    part.remaining(),
                    deadline -> connection.sendStores(opcode, width, first, (int) stride, part, deadline));
        }
        pieces.finish();
    }

    /** The next piece of a transfer. */
    private ByteBuffer cut(ByteBuffer rest, Width width) {
        int count = Math.min(pieceBytes(width), rest.remaining());
        ByteBuffer piece = rest.slice(rest.position(), count);
        rest.position(rest.position() + count);
        return piece;
    }

    private int pieceBytes(Width width) {
        int room = connection.limits().messageBytes() - OVERHEAD;
        long most = Math.min(room, (long) connection.limits().transferElements() * width.bytes());
        return (int) Math.max(width.bytes(), most / GRAIN * GRAIN);
    }

    private static ByteBuffer whole(Width width, ByteBuffer buffer) {
        if (buffer.remaining() % width.bytes() != 0) {
            throw new IllegalArgumentException("%d bytes are no whole number of elements of %d bytes"
                    .formatted(buffer.remaining(), width.bytes()));
        }
        return buffer;
    }

    /** The pieces under way. The position of the buffer tells how far everything went well. */
    private final class Underway {
        private final Deque<Exchange> exchanges = new ArrayDeque<>();
        private final Deque<Integer> lengths = new ArrayDeque<>();
        private final ByteBuffer buffer;
        private final Width width;
        private final int most;
        private long sent;

        Underway(ByteBuffer buffer, Width width, int most) {
            this.buffer = buffer;
            this.width = width;
            this.most = most;
        }

        long elementsSent() {
            return sent / width.bytes();
        }

        /** @param send sends the piece by a deadline */
        void add(int length, LongFunction<Exchange> send) {
            if (exchanges.size() == most) {
                finishOne();
            }
            try {
                exchanges.add(send.apply(connection.deadline()));
                lengths.add(length);
                sent += length;
            } catch (IomapException e) {
                giveUp();
                throw e;
            }
        }

        void finish() {
            while (!exchanges.isEmpty()) {
                finishOne();
            }
        }

        private void finishOne() {
            Exchange exchange = exchanges.remove();
            int length = lengths.remove();
            try {
                connection.await(exchange, connection.deadline());
                connection.end(exchange);
                buffer.position(buffer.position() + length);
            } catch (DeadlineException e) {
                giveUp();
                throw e;
            } catch (IomapException e) {
                long done = Math.min(length, e.detail().completed() * width.bytes());
                buffer.position(buffer.position() + (int) Math.max(0, done));
                giveUp();
                throw e;
            }
        }

        /** The first failure is reported; the pieces behind it may still be carried out, and are waited for. */
        private void giveUp() {
            while (!exchanges.isEmpty()) {
                Exchange exchange = exchanges.remove();
                try {
                    connection.await(exchange, connection.deadline());
                    connection.end(exchange);
                } catch (IomapException e) {
                    // The first failure is the one that is reported.
                }
            }
        }
    }
}
