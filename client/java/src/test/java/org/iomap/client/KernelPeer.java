package org.iomap.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.iomap.protocol.Called;
import org.iomap.protocol.Complete;
import org.iomap.protocol.ConfigLoad;
import org.iomap.protocol.ConfigStore;
import org.iomap.protocol.DmaAllocate;
import org.iomap.protocol.DmaAllocated;
import org.iomap.protocol.Done;
import org.iomap.protocol.Event;
import org.iomap.protocol.Events;
import org.iomap.protocol.Ioremap;
import org.iomap.protocol.IrqGranted;
import org.iomap.protocol.KernelMapped;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.Operation;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciDeviceList;
import org.iomap.protocol.PciDevices;
import org.iomap.protocol.PciResource;
import org.iomap.protocol.RegisterDevice;
import org.iomap.protocol.Registered;
import org.iomap.protocol.Request;
import org.iomap.protocol.RequestIrq;
import org.iomap.protocol.Stored;

/** A server that grants a driver all it asks for, and makes calls once the driver has registered its device. */
final class KernelPeer implements Peer.Script {
    static final int MAJOR = 77;
    static final long IRQ = 5;
    static final long BUS = 0x0010_0000;

    final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final List<Event> events;
    private List<Event> later = List.of();

    /** @param events sent in one piece */
    KernelPeer(Event... events) {
        this.events = List.of(events);
    }

    /** Sends more when the first call is answered. */
    KernelPeer then(Event... more) {
        later = List.of(more);
        return this;
    }

    /** @param request what {@code argument} is for, too */
    static Called call(long number, Operation operation, long request, long offset, long length) {
        return call(number, operation.number(), request, offset, length, Unpooled.EMPTY_BUFFER);
    }

    static Called call(long number, long operation, long request, long offset, long length, ByteBuf data) {
        long device = (long) MAJOR << 24 | 3;
        long flags = operation == Operation.MMAP.number() ? 1 : 0x10002;
        return new Called(number, 40, operation, device, flags, 9, 1000, 100, request, request, offset, length, data);
    }

    @Override
    public void play(Peer.Session session) throws IOException {
        session.open();
        try {
            while (true) {
                Request request = session.next();
                requests.add(request);
                answer(session, request);
                if (request instanceof RegisterDevice) {
                    send(session, events);
                } else if (request instanceof Complete) {
                    send(session, later);
                    later = List.of();
                }
            }
        } catch (EOFException e) {
            // The driver is gone.
        }
    }

    private static void send(Peer.Session session, List<Event> events) throws IOException {
        ByteBuf all = Unpooled.buffer();
        events.forEach(event -> Events.encode(event, all));
        session.send(all);
    }

    private void answer(Peer.Session session, Request request) throws IOException {
        long id = request.requestId();
        if (id == 0) {
            return;
        }
        if (request instanceof PciDevices) {
            session.send(new PciDeviceList(id, List.of(card())));
        } else if (request instanceof ConfigLoad) {
            session.send(new Loaded(id, request.opcode(), 6, 0));
        } else if (request instanceof ConfigStore) {
            session.send(new Stored(id, request.opcode(), 0));
        } else if (request instanceof Ioremap map) {
            session.send(new KernelMapped(id, 0x1_0000_0000L + map.physical()));
        } else if (request instanceof DmaAllocate) {
            session.send(new DmaAllocated(id, 0x1_0000_0000L + BUS, BUS));
        } else if (request instanceof RequestIrq) {
            session.send(new IrqGranted(id, IRQ));
        } else if (request instanceof RegisterDevice) {
            session.send(new Registered(id, MAJOR));
        } else {
            session.send(new Done(id, request.opcode()));
        }
    }

    private static PciDeviceEntry card() {
        PciResource registers = new PciResource(0, 2, 0xF2000000L, 0x4000);
        return new PciDeviceEntry(0x10A, 0x494D, 1, 0xFF0000, "teach0", "dino.1", List.of(registers));
    }

    /** The next request of this kind; what comes before it is dropped. */
    <T extends Request> T next(Class<T> kind) throws InterruptedException {
        while (true) {
            Request request = requests.poll(30, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no " + kind.getSimpleName());
            }
            if (kind.isInstance(request)) {
                return kind.cast(request);
            }
        }
    }

    Complete answer() throws InterruptedException {
        return next(Complete.class);
    }
}
