package org.iomap.emulator.server;

import static org.iomap.emulator.kernel.Direction.LOAD;
import static org.iomap.emulator.kernel.Direction.STORE;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.Elements;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.AccessException;
import org.iomap.emulator.kernel.Direction;
import org.iomap.emulator.kernel.SignalException;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.protocol.Batch;
import org.iomap.protocol.BatchDone;
import org.iomap.protocol.BatchEntry;
import org.iomap.protocol.BatchResult;
import org.iomap.protocol.Compare;
import org.iomap.protocol.Compared;
import org.iomap.protocol.Done;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Family;
import org.iomap.protocol.Fill;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.LoadRepeated;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.Peek;
import org.iomap.protocol.PeekBlock;
import org.iomap.protocol.PhysicalLoad;
import org.iomap.protocol.PhysicalStore;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.Store;
import org.iomap.protocol.StoreBlock;
import org.iomap.protocol.StoreRepeated;
import org.iomap.protocol.Stored;
import org.iomap.protocol.Width;

/**
 * The requests that are loads and stores, of the process or of the monitor. Sizes are checked against the limits before
 * the first element (BT-4, DC-2).
 */
final class AccessRequests {
    private final Session session;
    private final MachineHost host;
    private Attempt attempt = Attempt.NONE;

    AccessRequests(Session session, MachineHost host) {
        this.session = session;
        this.host = host;
    }

    /** A request begins. */
    void begin() {
        attempt = Attempt.NONE;
    }

    Attempt attempt() {
        return attempt;
    }

    Reply load(Load request) {
        long value = process().load(request.address(), request.width());
        return new Loaded(request.requestId(), request.opcode(), value, host.accesses());
    }

    Reply store(Store request) {
        process().store(request.address(), request.width(), request.value());
        return new Stored(request.requestId(), request.opcode(), host.accesses());
    }

    Reply loadBlock(LoadBlock request) {
        long stride = request.stride() == 0 ? request.width().bytes() : request.stride();
        checkRange(request.width(), request.address(), request.count(), stride);
        return answerInParts(
                request,
                request.width(),
                request.count(),
                (done, into) -> process().loadBlock(request.address() + done * stride, request.width(), stride, into));
    }

    Reply loadRepeated(LoadRepeated request) {
        return answerInParts(
                request,
                request.width(),
                request.count(),
                (done, into) -> process().loadBlock(request.address(), request.width(), 0, into));
    }

    Reply storeBlock(StoreBlock request) {
        ByteBuffer from = elements(request.width(), request.data().nioBuffer());
        long stride = request.stride() == 0 ? request.width().bytes() : request.stride();
        checkRange(
                request.width(),
                request.address(),
                from.remaining() / request.width().bytes(),
                stride);
        return storeAll(request, request.width(), request.address(), stride, from);
    }

    Reply storeRepeated(StoreRepeated request) {
        ByteBuffer from = elements(request.width(), request.data().nioBuffer());
        return storeAll(request, request.width(), request.address(), 0, from);
    }

    private Reply storeAll(Request request, Width width, long address, long stride, ByteBuffer from) {
        int start = from.position();
        try {
            process().storeBlock(address, width, stride, from);
        } catch (AccessException failed) {
            attempt = new Attempt(address, width, STORE, (from.position() - start) / width.bytes());
            throw failed;
        }
        return new Done(request.requestId(), request.opcode());
    }

    Reply fill(Fill request) {
        Width width = request.width();
        checkCount(request.count());
        checkRange(width, request.address(), request.count(), width.bytes());
        for (long done = 0; done < request.count(); done++) {
            try {
                process().store(request.address() + done * width.bytes(), width, request.value());
            } catch (AccessException failed) {
                attempt = new Attempt(request.address(), width, STORE, done);
                throw failed;
            }
        }
        return new Done(request.requestId(), request.opcode());
    }

    Reply compare(Compare request) {
        Width width = request.width();
        checkCount(request.count());
        checkRange(width, request.address(), request.count(), width.bytes());
        long wanted = request.value() & width.mask();
        for (long done = 0; done < request.count(); done++) {
            try {
                long actual = process().load(request.address() + done * width.bytes(), width);
                if (actual != wanted) {
                    return new Compared(request.requestId(), done, actual);
                }
            } catch (AccessException failed) {
                attempt = new Attempt(request.address(), width, LOAD, done);
                throw failed;
            }
        }
        return new Compared(request.requestId(), request.count(), 0);
    }

    Reply batch(Batch request) {
        session.terms().check(Limit.BATCH_ENTRIES, request.entries().size());
        if (request.mode() > 1) {
            throw new ProtocolException(ProtocolCode.PAYLOAD, "batch mode %d is not 0 or 1".formatted(request.mode()));
        }
        request.entries().forEach(AccessRequests::check);
        List<BatchResult> results = new ArrayList<>(request.entries().size());
        for (BatchEntry entry : request.entries()) {
            BatchResult result = carryOut(entry);
            results.add(result);
            if (result.status() != 0 && (request.mode() == 0 || process().hasExited())) {
                break;
            }
        }
        return new BatchDone(request.requestId(), results);
    }

    private static void check(BatchEntry entry) {
        Width.of(entry.width());
        if (entry.direction() != LOAD.number() && entry.direction() != STORE.number()) {
            throw new ProtocolException(
                    ProtocolCode.PAYLOAD, "direction %d is not 1 or 2".formatted(entry.direction()));
        }
    }

    private BatchResult carryOut(BatchEntry entry) {
        Width width = Width.of(entry.width());
        try {
            if (entry.direction() == LOAD.number()) {
                return new BatchResult(0, 0, process().load(entry.address(), width));
            }
            process().store(entry.address(), width, entry.value());
            return new BatchResult(0, 0, 0);
        } catch (AccessException failed) {
            long status = Failure.status(Family.BUS, failed.busCode().number());
            int signal =
                    failed instanceof SignalException raised ? raised.signal().number() : 0;
            return new BatchResult(status, signal, 0);
        }
    }

    Reply peek(Peek request) {
        attempt = new Attempt(request.address(), request.width(), LOAD, 0);
        long value = ioSpace().peek(request.address(), request.width());
        return new Loaded(request.requestId(), request.opcode(), value, 0);
    }

    Reply peekBlock(PeekBlock request) {
        Width width = request.width();
        return answerInParts(request, width, request.count(), (done, into) -> {
            long at = request.address() + done * width.bytes();
            for (; into.hasRemaining(); at += width.bytes()) {
                attempt = new Attempt(at, width, LOAD, 0);
                Elements.put(into, width, ioSpace().peek(at, width));
            }
        });
    }

    Reply physicalLoad(PhysicalLoad request) {
        attempt = new Attempt(request.address(), request.width(), LOAD, 0);
        long value = ioSpace().load(request.address(), request.width());
        return new Loaded(request.requestId(), request.opcode(), value, host.accesses());
    }

    Reply physicalStore(PhysicalStore request) {
        attempt = new Attempt(request.address(), request.width(), STORE, 0);
        ioSpace().store(request.address(), request.width(), request.value());
        return new Stored(request.requestId(), request.opcode(), host.accesses());
    }

    /** Loads a block as parts of one answer. Nothing is loaded when the limits do not allow the whole of it. */
    private Reply answerInParts(Request request, Width width, long count, PartWriter.Source source) {
        checkCount(count);
        session.terms().check(Limit.BYTES_IN_FLIGHT, count * width.bytes());
        PartWriter parts = new PartWriter(session, request, width);
        try {
            parts.write(count, source);
        } catch (RuntimeException failed) {
            attempt = new Attempt(attempt.address(), width, Direction.LOAD, parts.done());
            throw failed;
        }
        return null;
    }

    private void checkCount(long count) {
        session.terms().check(Limit.TRANSFER_ELEMENTS, count);
    }

    /** DC-1: the last element is in the 32-bit address space, so that no sum overflows. */
    private static void checkRange(Width width, long address, long count, long stride) {
        if (stride < width.bytes() || !width.aligns(stride)) {
            throw new ProtocolException(
                    ProtocolCode.PAYLOAD, "a stride of %d bytes for elements of %d".formatted(stride, width.bytes()));
        }
        long last = (1L << 32) - width.bytes();
        if (address < 0 || address > last || (count > 0 && count - 1 > (last - address) / stride)) {
            throw new ProtocolException(
                    ProtocolCode.PAYLOAD,
                    "%d elements from 0x%x on, %d bytes apart, leave the address space"
                            .formatted(count, address, stride));
        }
    }

    private ByteBuffer elements(Width width, ByteBuffer data) {
        if (data.remaining() % width.bytes() != 0) {
            throw new ProtocolException(
                    ProtocolCode.PAYLOAD,
                    "%d bytes are no elements of %d bytes".formatted(data.remaining(), width.bytes()));
        }
        checkCount(data.remaining() / width.bytes());
        return data;
    }

    private IoSpace ioSpace() {
        return host.machine().ioSpace();
    }

    private UserProcess process() {
        return session.process();
    }
}
