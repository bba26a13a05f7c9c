package org.iomap.emulator.server;

import static org.iomap.protocol.Errno.EBUSY;
import static org.iomap.protocol.Errno.EPERM;

import org.iomap.driver.Rights;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.kernel.driver.DriverAnswer;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.driver.DriverLimits;
import org.iomap.emulator.kernel.driver.ForwardedDriver;
import org.iomap.protocol.BecomeDriver;
import org.iomap.protocol.Complete;
import org.iomap.protocol.ConfigLoad;
import org.iomap.protocol.ConfigStore;
import org.iomap.protocol.CreateNode;
import org.iomap.protocol.DmaAllocate;
import org.iomap.protocol.DmaAllocated;
import org.iomap.protocol.DmaFree;
import org.iomap.protocol.Done;
import org.iomap.protocol.Feature;
import org.iomap.protocol.Ioremap;
import org.iomap.protocol.Iounmap;
import org.iomap.protocol.IrqGranted;
import org.iomap.protocol.KernelMapped;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciDeviceList;
import org.iomap.protocol.PciDevices;
import org.iomap.protocol.PciEnable;
import org.iomap.protocol.Printk;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.RegisterDevice;
import org.iomap.protocol.Registered;
import org.iomap.protocol.ReleaseRegion;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.RequestIrq;
import org.iomap.protocol.RequestRegion;
import org.iomap.protocol.Stored;
import org.iomap.protocol.UnregisterDevice;
import org.iomap.protocol.WakeUp;

/** The requests of a connection that is a kernel driver of the machine. */
final class DriverRequests {
    private static final long ANY = 0xFFFF_FFFFL;
    private static final int ANSWERS = 1;
    private static final int MASTER = 2;

    private final Session session;
    private final MachineHost host;
    private DriverConnection connection;

    DriverRequests(Session session, MachineHost host) {
        this.session = session;
        this.host = host;
    }

    /** Sends what waited for the other side. */
    void drain() {
        if (connection != null) {
            connection.drain();
        }
    }

    Reply begin(BecomeDriver request) {
        if (connection != null) {
            throw new SystemCallException(EBUSY, 0, "the connection is a driver already");
        }
        Terms terms = session.terms();
        DriverLimits limits = new DriverLimits(
                terms.limit(Limit.CALL_MILLIS), terms.limit(Limit.CALLS), terms.limit(Limit.DMA_BYTES));
        DriverContext context = DriverContext.begin(host.kernel(), session.process(), request.name(), limits);
        connection = new DriverConnection(session, context);
        context.atEnd(() -> connection = null);
        return done(request);
    }

    Reply pciDevices(PciDevices request) {
        context();
        return new PciDeviceList(
                request.requestId(),
                host.kernel().hardware().pciDevices().stream()
                        .filter(device -> matches(device, request))
                        .toList());
    }

    private static boolean matches(PciDeviceEntry device, PciDevices wanted) {
        return (wanted.vendor() == ANY || wanted.vendor() == device.vendor())
                && (wanted.device() == ANY || wanted.device() == device.device());
    }

    Reply configLoad(ConfigLoad request) {
        long value = context().configLoad(request.function(), request.offset(), request.width());
        return new Loaded(request.requestId(), request.opcode(), value, 0);
    }

    Reply configStore(ConfigStore request) {
        context().configStore(request.function(), request.offset(), request.width(), request.value());
        return new Stored(request.requestId(), request.opcode(), 0);
    }

    Reply pciEnable(PciEnable request) {
        boolean answers = (request.state() & ANSWERS) != 0;
        boolean master = (request.state() & MASTER) != 0;
        context().pciEnable(request.function(), answers, master);
        return done(request);
    }

    Reply requestRegion(RequestRegion request) {
        context().requestRegion(request.physical(), request.length(), request.exclusive() != 0);
        return done(request);
    }

    Reply releaseRegion(ReleaseRegion request) {
        context().releaseRegion(request.physical(), request.length());
        return done(request);
    }

    Reply ioremap(Ioremap request) {
        Rights rights = request.rights() == 1 ? Rights.KERNEL_RW : Rights.USER_RW;
        return new KernelMapped(request.requestId(), context().ioremap(request.physical(), request.length(), rights));
    }

    Reply iounmap(Iounmap request) {
        context().iounmap(request.address());
        return done(request);
    }

    /** Its events are those of a subscription. */
    Reply requestIrq(RequestIrq request) {
        DriverContext context = context();
        if (!session.terms().has(Feature.EVENTS)) {
            throw new ProtocolException(
                    ProtocolCode.UNSUPPORTED, "REQUEST_IRQ needs the feature EVENTS, which was not agreed");
        }
        session.subscriptions().requireRoom();
        context.requestIrq(request.line());
        long number =
                session.subscriptions().addInterrupt(host.line(request.line()), () -> context.freeIrq(request.line()));
        // A line that is high already interrupts as soon as it is unmasked: after the reply.
        host.later(() -> session.subscriptions().look(number));
        return new IrqGranted(request.requestId(), number);
    }

    Reply dmaAllocate(DmaAllocate request) {
        long address = context().allocateDma(request.length(), request.mask());
        return new DmaAllocated(request.requestId(), address, context().busAddress(address));
    }

    Reply dmaFree(DmaFree request) {
        context().freeDma(request.address());
        return done(request);
    }

    Reply registerDevice(RegisterDevice request) {
        DriverContext context = context();
        ForwardedDriver driver = new ForwardedDriver(connection.calls(), request.seekable() != 0);
        return new Registered(request.requestId(), context.register((int) request.major(), driver));
    }

    Reply unregisterDevice(UnregisterDevice request) {
        context().unregister(request.major());
        return done(request);
    }

    Reply createNode(CreateNode request) {
        context().createNode(request.path(), (int) request.mode(), (int) request.device());
        return done(request);
    }

    Reply wakeUp(WakeUp request) {
        context().wakeUp(request.major());
        return done(request);
    }

    Reply complete(Complete request) {
        context();
        connection
                .calls()
                .complete(new DriverAnswer(
                        request.call(),
                        request.errno(),
                        request.result(),
                        request.argument(),
                        request.text(),
                        request.pages(),
                        request.data().nioBuffer()));
        return done(request);
    }

    Reply printk(Printk request) {
        context().printk(request.text());
        return done(request);
    }

    private DriverContext context() {
        if (connection == null) {
            throw new SystemCallException(EPERM, 0, "BECOME_DRIVER comes first");
        }
        return connection.context();
    }

    private static Done done(Request request) {
        return new Done(request.requestId(), request.opcode());
    }
}
