package org.iomap.emulator.server;

import java.util.EnumSet;
import java.util.Set;
import org.iomap.protocol.Acknowledge;
import org.iomap.protocol.Batch;
import org.iomap.protocol.BecomeDriver;
import org.iomap.protocol.Cancel;
import org.iomap.protocol.Chmod;
import org.iomap.protocol.Chown;
import org.iomap.protocol.Close;
import org.iomap.protocol.Compare;
import org.iomap.protocol.Complete;
import org.iomap.protocol.ConfigLoad;
import org.iomap.protocol.ConfigStore;
import org.iomap.protocol.CreateNode;
import org.iomap.protocol.DmaAllocate;
import org.iomap.protocol.DmaFree;
import org.iomap.protocol.Done;
import org.iomap.protocol.DriveLine;
import org.iomap.protocol.Dup;
import org.iomap.protocol.Explain;
import org.iomap.protocol.Fill;
import org.iomap.protocol.Ftruncate;
import org.iomap.protocol.Identify;
import org.iomap.protocol.Ioctl;
import org.iomap.protocol.Ioremap;
import org.iomap.protocol.Iounmap;
import org.iomap.protocol.LimitList;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.LoadRepeated;
import org.iomap.protocol.Lseek;
import org.iomap.protocol.Mknod;
import org.iomap.protocol.Mmap;
import org.iomap.protocol.Munmap;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Open;
import org.iomap.protocol.PciDevices;
import org.iomap.protocol.PciEnable;
import org.iomap.protocol.Peek;
import org.iomap.protocol.PeekBlock;
import org.iomap.protocol.PhysicalLoad;
import org.iomap.protocol.PhysicalStore;
import org.iomap.protocol.Picture;
import org.iomap.protocol.Pointer;
import org.iomap.protocol.Poll;
import org.iomap.protocol.Printk;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.Read;
import org.iomap.protocol.Readdir;
import org.iomap.protocol.RegisterDevice;
import org.iomap.protocol.Registers;
import org.iomap.protocol.ReleaseRegion;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.RequestIrq;
import org.iomap.protocol.RequestRegion;
import org.iomap.protocol.SetClock;
import org.iomap.protocol.Share;
import org.iomap.protocol.Stat;
import org.iomap.protocol.Store;
import org.iomap.protocol.StoreBlock;
import org.iomap.protocol.StoreRepeated;
import org.iomap.protocol.Subscribe;
import org.iomap.protocol.Subscribed;
import org.iomap.protocol.TerminalInput;
import org.iomap.protocol.Unlink;
import org.iomap.protocol.UnregisterDevice;
import org.iomap.protocol.Unsubscribe;
import org.iomap.protocol.Wait;
import org.iomap.protocol.WakeUp;
import org.iomap.protocol.Write;

/** From a request to the one that carries it out. */
final class Dispatcher {
    private static final Set<Opcode> POSTABLE =
            EnumSet.of(Opcode.STORE, Opcode.STORE_BLOCK, Opcode.STORE_REPEATED, Opcode.FILL);

    private final Session session;
    private final SystemCallRequests calls;
    private final AccessRequests accesses;
    private final MonitorRequests monitor;
    private final DriverRequests drivers;

    Dispatcher(Session session, MachineHost host) {
        this.session = session;
        this.calls = new SystemCallRequests(session, host);
        this.accesses = new AccessRequests(session, host);
        this.monitor = new MonitorRequests(session, host);
        this.drivers = new DriverRequests(session, host);
    }

    /** True for the stores, whose success need not be told. */
    static boolean mayBePosted(Opcode opcode) {
        return POSTABLE.contains(opcode);
    }

    /** The other side has taken what it was sent: what waited for that follows. */
    void drain() {
        drivers.drain();
    }

    /** The access that the request which just failed was about. */
    Attempt attempt() {
        return accesses.attempt();
    }

    /**
     * Carries out one request.
     *
     * @return the reply; null when it was written already or comes later
     */
    Reply carryOut(Request request) {
        accesses.begin();
        Opcode opcode = request.opcode();
        // No default: a new opcode does not compile until it is here.
        return switch (opcode) {
            case BYE -> calls.exit(request, "BYE");
            case PING -> control(request);
            case CANCEL -> cancel((Cancel) request);
            case LIMITS -> new LimitList(request.requestId(), session.terms().limitValues());
            case SUBSCRIBE -> subscribe((Subscribe) request);
            case UNSUBSCRIBE -> unsubscribe((Unsubscribe) request);
            case ACKNOWLEDGE -> acknowledge((Acknowledge) request);
            case WAIT -> session.subscriptions().await((Wait) request);
            case LOAD -> accesses.load((Load) request);
            case STORE -> accesses.store((Store) request);
            case FENCE -> fence(request);
            case LOAD_BLOCK -> accesses.loadBlock((LoadBlock) request);
            case STORE_BLOCK -> accesses.storeBlock((StoreBlock) request);
            case LOAD_REPEATED -> accesses.loadRepeated((LoadRepeated) request);
            case STORE_REPEATED -> accesses.storeRepeated((StoreRepeated) request);
            case FILL -> accesses.fill((Fill) request);
            case COMPARE -> accesses.compare((Compare) request);
            case BATCH -> accesses.batch((Batch) request);
            case OPEN -> calls.open((Open) request);
            case CLOSE -> calls.close((Close) request);
            case DUP -> calls.dup((Dup) request);
            case IOCTL -> calls.ioctl((Ioctl) request);
            case READ -> calls.read((Read) request);
            case WRITE -> calls.write((Write) request);
            case MMAP -> calls.mmap((Mmap) request);
            case MUNMAP -> calls.munmap((Munmap) request);
            case MKNOD -> calls.mknod((Mknod) request);
            case UNLINK -> calls.unlink((Unlink) request);
            case CHMOD -> calls.chmod((Chmod) request);
            case CHOWN -> calls.chown((Chown) request);
            case STAT -> calls.stat((Stat) request);
            case READDIR -> calls.readdir((Readdir) request);
            case GETPID -> calls.getpid(request);
            case EXIT -> calls.exit(request, "exit(%d)".formatted(request.aux()));
            case POLL -> calls.poll((Poll) request);
            case LSEEK -> calls.lseek((Lseek) request);
            case FTRUNCATE -> calls.ftruncate((Ftruncate) request);
            case SHARE -> calls.share((Share) request);
            case MACHINES -> monitor.machines(request);
            case DRIVERS -> monitor.drivers(request);
            case MODULES -> monitor.modules(request);
            case IDENTIFY -> monitor.identify((Identify) request);
            case PEEK -> accesses.peek((Peek) request);
            case PEEK_BLOCK -> accesses.peekBlock((PeekBlock) request);
            case PHYSICAL_LOAD -> accesses.physicalLoad((PhysicalLoad) request);
            case PHYSICAL_STORE -> accesses.physicalStore((PhysicalStore) request);
            case DRIVE_LINE -> monitor.driveLine((DriveLine) request);
            case REGISTERS -> monitor.registers((Registers) request);
            case MAPPINGS -> monitor.mappings(request);
            case FRAME_BUFFERS -> monitor.frameBuffers(request);
            case CRASH_DUMP -> monitor.crashDump(request);
            case TERMINAL_INPUT -> monitor.terminalInput((TerminalInput) request);
            case CLOCK -> monitor.clock(request);
            case POINTER -> monitor.pointer((Pointer) request);
            case PICTURE -> monitor.picture((Picture) request);
            case EXPLAIN -> monitor.explain((Explain) request);
            case RESET -> monitor.reset(request);
            case SET_CLOCK -> monitor.setClock((SetClock) request);
            case BECOME_DRIVER -> drivers.begin((BecomeDriver) request);
            case PCI_DEVICES -> drivers.pciDevices((PciDevices) request);
            case CONFIG_LOAD -> drivers.configLoad((ConfigLoad) request);
            case CONFIG_STORE -> drivers.configStore((ConfigStore) request);
            case PCI_ENABLE -> drivers.pciEnable((PciEnable) request);
            case REQUEST_REGION -> drivers.requestRegion((RequestRegion) request);
            case RELEASE_REGION -> drivers.releaseRegion((ReleaseRegion) request);
            case IOREMAP -> drivers.ioremap((Ioremap) request);
            case IOUNMAP -> drivers.iounmap((Iounmap) request);
            case REQUEST_IRQ -> drivers.requestIrq((RequestIrq) request);
            case DMA_ALLOCATE -> drivers.dmaAllocate((DmaAllocate) request);
            case DMA_FREE -> drivers.dmaFree((DmaFree) request);
            case REGISTER_DEVICE -> drivers.registerDevice((RegisterDevice) request);
            case UNREGISTER_DEVICE -> drivers.unregisterDevice((UnregisterDevice) request);
            case CREATE_NODE -> drivers.createNode((CreateNode) request);
            case WAKE_UP -> drivers.wakeUp((WakeUp) request);
            case COMPLETE -> drivers.complete((Complete) request);
            case PRINTK -> drivers.printk((Printk) request);
            case HELLO -> throw new ProtocolException(ProtocolCode.UNSUPPORTED, "the connection is open already");
            case UNKNOWN,
                    INTERRUPT,
                    FAULT,
                    DEVICE_REMOVED,
                    MACHINE_RESET,
                    GOAWAY,
                    OVERRUN,
                    TRACE,
                    TERMINAL_OUTPUT,
                    CALL,
                    CALL_ABANDONED ->
                throw new ProtocolException(ProtocolCode.UNSUPPORTED, opcode + " is not a request");
        };
    }

    private static Done done(Request request) {
        return new Done(request.requestId(), request.opcode());
    }

    private Reply control(Request request) {
        session.control();
        return done(request);
    }

    private Reply cancel(Cancel request) {
        session.control();
        session.subscriptions().cancel(request.target());
        session.pendingCalls().cancel(request.target());
        return done(request);
    }

    private Reply subscribe(Subscribe request) {
        return new Subscribed(request.requestId(), session.subscriptions().add(request));
    }

    private Reply unsubscribe(Unsubscribe request) {
        session.subscriptions().remove(request.subscription());
        return done(request);
    }

    private Reply acknowledge(Acknowledge request) {
        if (!session.subscriptions().isDue(request.subscription())) {
            session.control();
        }
        session.subscriptions().acknowledge(request.subscription());
        return done(request);
    }

    private Reply fence(Request request) {
        Reply failure = session.posted().take(request.requestId());
        return failure == null ? done(request) : failure;
    }
}
