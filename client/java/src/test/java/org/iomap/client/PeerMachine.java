package org.iomap.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Bye;
import org.iomap.protocol.Close;
import org.iomap.protocol.Compare;
import org.iomap.protocol.Compared;
import org.iomap.protocol.Done;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Failure;
import org.iomap.protocol.FailureDetail;
import org.iomap.protocol.Family;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.LoadRepeated;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.Open;
import org.iomap.protocol.Opened;
import org.iomap.protocol.Part;
import org.iomap.protocol.Request;
import org.iomap.protocol.Signal;
import org.iomap.protocol.Store;
import org.iomap.protocol.StoreBlock;
import org.iomap.protocol.Stored;

/**
 * The smallest machine that the client's own rules can be tried on: bytes that remember, and a hole at {@link #HOLE}.
 */
final class PeerMachine implements Peer.Script {
    static final long HOLE = 0xF000_0000L;

    final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<Limit, Long> limits;
    private final Map<Long, Byte> bytes = new HashMap<>();
    private long handles = 100;
    private Failure posted;

    PeerMachine(Map<Limit, Long> limits) {
        this.limits = limits;
    }

    @Override
    public synchronized void play(Peer.Session session) throws IOException {
        session.open(limits);
        try {
            while (true) {
                Request request = session.next();
                requests.add(request);
                answer(session, request);
                if (request instanceof Bye) {
                    return;
                }
            }
        } catch (EOFException e) {
            // The process was killed.
        }
    }

    private void answer(Peer.Session session, Request request) throws IOException {
        if (request instanceof Load load) {
            long value = number(load.address(), load.width().bytes());
            session.send(load.address() == HOLE ? fault(load) : new Loaded(load.requestId(), load.opcode(), value, 1));
        } else if (request instanceof Store store) {
            store(session, store);
        } else if (request instanceof LoadBlock load) {
            parts(session, load, load.address(), load.count() * load.width().bytes());
        } else if (request instanceof LoadRepeated load) {
            parts(session, load, load.address(), load.count() * load.width().bytes());
        } else if (request instanceof StoreBlock store) {
            remember(store.address(), store.data());
            session.send(new Done(store.requestId(), store.opcode()));
        } else if (request instanceof Compare compare) {
            session.send(new Compared(compare.requestId(), compare.count(), 0));
        } else if (request instanceof Open open) {
            session.send(new Opened(open.requestId(), open.opcode(), handles++));
        } else if (request instanceof Close close && close.handle() == 0) {
            session.send(failure(close, Family.ERRNO, Errno.EBADF.number(), 0));
        } else if (posted != null) {
            Failure first = posted;
            posted = null;
            session.send(new Failure(request.requestId(), request.opcode().number(), first.status(), first.detail()));
        } else {
            session.send(new Done(request.requestId(), request.opcode()));
        }
    }

    private void store(Peer.Session session, Store store) throws IOException {
        int width = store.width().bytes();
        if (store.address() == HOLE) {
            posted = fault(store);
        } else {
            remember(store.address(), Unpooled.copyLong(store.value()).slice(Long.BYTES - width, width));
        }
        if (!session.wasPosted()) {
            session.send(new Stored(store.requestId(), store.opcode(), 1));
        }
    }

    private void remember(long address, ByteBuf data) {
        for (int i = 0; i < data.readableBytes(); i++) {
            bytes.put(address + i, data.getByte(data.readerIndex() + i));
        }
    }

    private long number(long address, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | (bytes.getOrDefault(address + i, (byte) 0) & 0xFF);
        }
        return value;
    }

    /** In parts as short as a server may make them. */
    private void parts(Peer.Session session, Request request, long address, long total) throws IOException {
        int most = 48;
        for (long done = 0; done < total; done += most) {
            ByteBuf data = Unpooled.buffer();
            for (long i = done; i < Math.min(total, done + most); i++) {
                data.writeByte(bytes.getOrDefault(address + i, (byte) 0));
            }
            Part part = new Part(request.requestId(), request.opcode(), done, total, data);
            if (done + most < total) {
                session.sendMore(part);
            } else {
                session.send(part);
            }
        }
    }

    static Failure fault(Request request) {
        return failure(request, Family.BUS, BusCode.HOLE.number(), Signal.SIGBUS.number());
    }

    static Failure failure(Request request, Family family, int code, int signal) {
        FailureDetail detail = new FailureDetail(
                Execution.NOT_EXECUTED.number(), 22, signal, 2, HOLE, 0, 0, 5, 4, 1, 0, "uart0", "why");
        return new Failure(request.requestId(), request.opcode().number(), Failure.status(family, code), detail);
    }
}
