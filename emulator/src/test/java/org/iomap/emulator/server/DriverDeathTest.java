package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.protocol.BecomeDriver;
import org.iomap.protocol.CallAbandoned;
import org.iomap.protocol.Called;
import org.iomap.protocol.Close;
import org.iomap.protocol.DmaAllocate;
import org.iomap.protocol.Done;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Event;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Ioctl;
import org.iomap.protocol.Ioremap;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.Mapped;
import org.iomap.protocol.Mmap;
import org.iomap.protocol.Name;
import org.iomap.protocol.Names;
import org.iomap.protocol.Open;
import org.iomap.protocol.Opened;
import org.iomap.protocol.Operation;
import org.iomap.protocol.Part;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciDeviceList;
import org.iomap.protocol.PciDevices;
import org.iomap.protocol.PciEnable;
import org.iomap.protocol.Poll;
import org.iomap.protocol.Polled;
import org.iomap.protocol.Read;
import org.iomap.protocol.Readdir;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.RequestIrq;
import org.iomap.protocol.RequestRegion;
import org.iomap.protocol.Stat;
import org.iomap.protocol.Width;
import org.iomap.protocol.Write;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Drivers die at every point of every call, with processes inside. Each caller gets an errno, nothing stays requested,
 * and the machine goes on.
 */
@Tag("EN-3")
class DriverDeathTest {
    private static final int DEATHS = Integer.getInteger("iomap.deaths", 10_000);
    private static final int BETWEEN_LOOKS = 500;
    private static final int MAJOR = 200;
    private static final int TEACHING_CARD = 0x494D;
    private static final String LINE = "lasi.9";
    private static final long LASI_IMR = 0xFFD0_0004L;
    private static final int COMMAND = 4;
    private static final int MASTER = 1 << 2;
    private static final int BOTH = 3;
    private static final int SHARED = 1;

    private final Service service = Service.start();
    private final Peer caller = Peer.at(service.uri());
    private final Peer sleeper = Peer.at(service.uri());
    private long card;
    private List<String> before;

    /** How a driver goes, and what it has done before. */
    enum Death {
        BEFORE_IT_HAS_READ_THE_CALL,
        WHEN_IT_HAS_READ_THE_CALL,
        IN_THE_MIDDLE_OF_ITS_ANSWER,
        WHILE_ITS_CALLER_SLEEPS,
        AFTER_ITS_ANSWER,
        AFTER_AN_IMPOSSIBLE_ANSWER,
        IN_THE_MIDDLE_OF_A_LOAD,
        WITH_A_GOOD_BYE
    }

    @BeforeEach
    void remember() {
        try (Peer visitor = Peer.at(service.uri())) {
            visitor.ask(new BecomeDriver(visitor.id(), "visitor"), Done.class);
            List<PciDeviceEntry> found = visitor.ask(
                            new PciDevices(visitor.id(), TEACHING_CARD, 0xFFFF_FFFFL), PciDeviceList.class)
                    .devices();
            card = found.get(0).function();
        }
        awaitGone("/dev/nobody");
        before = held();
    }

    @AfterEach
    void stop() {
        caller.kill();
        sleeper.kill();
        service.awaitBaseline();
        service.close();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = SEPARATE_THREAD)
    void drivers_die_at_every_point_of_every_call() {
        Operation[] operations = Operation.values();
        Death[] deaths = Death.values();
        for (int i = 0; i < DEATHS; i++) {
            Operation operation = operations[i % operations.length];
            Death death = deaths[i / operations.length % deaths.length];
            die("d" + i, operation, death);
            if (i % BETWEEN_LOOKS == 0) {
                assertThat(held()).as("%s, %s", operation, death).isEqualTo(before);
            }
        }
        assertThat(held()).isEqualTo(before);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = SEPARATE_THREAD)
    void processes_die_at_every_point_of_every_call_and_their_driver_is_told() {
        try (DriverPeer driver = start("living")) {
            Operation[] operations = Operation.values();
            for (int i = 0; i < operations.length * 30; i++) {
                killCaller(driver, operations[i % operations.length], i / operations.length % 3);
                caller.ask(new Getpid(caller.id()), Identity.class);
                sleeper.ask(new Getpid(sleeper.id()), Identity.class);
            }
            long handle = open(caller, driver);
            caller.send(new Read(caller.id(), handle, 1));
            driver.succeed();

            caller.reply(Part.class);
            assertThat(held()).contains("processes 3");
        }
        awaitGone("/dev/living");
        assertThat(held()).isEqualTo(before);
    }

    /** @param when 0 before the driver has the call, 1 when it has, 2 asleep in it */
    private void killCaller(DriverPeer driver, Operation operation, int when) {
        Peer victim = Peer.at(service.uri());
        long handle = operation == Operation.OPEN ? 0 : open(victim, driver);
        victim.send(request(operation, driver.path(), handle));
        if (when == 0) {
            victim.kill();
        }
        Called call = driver.next();
        if (when == 2 && operation != Operation.RELEASE) {
            driver.send(driver.failure(call, Errno.EAGAIN));
        }
        victim.kill();
        boolean isOver = operation == Operation.RELEASE || (operation == Operation.OPEN && when == 2);
        if (!isOver) {
            awaitEnd(driver, call);
        }
    }

    /** Of a call that is given up the driver is told; of a file that was open, its end. What it answers is lost. */
    private void awaitEnd(DriverPeer driver, Called call) {
        boolean opens = call.operation() == Operation.OPEN.number();
        Event event;
        do {
            // Who waits for an answer may have closed his output alone; the service finds out within a second. A driver
            // that is silent for sixty of them is sent a PING.
            for (int second = 0; second < 5 && !driver.peer().hasReceived(); second++) {
                service.seconds(1);
            }
            event = driver.peer().next().event();
        } while (opens ? !(event instanceof CallAbandoned) : !isRelease(event));
        if (opens) {
            driver.send(driver.success(call));
        }
    }

    private static boolean isRelease(Event event) {
        return event instanceof Called called && called.operation() == Operation.RELEASE.number();
    }

    /** One driver's life. */
    private void die(String name, Operation operation, Death death) {
        DriverPeer driver = start(name);
        long handle = operation == Operation.OPEN ? 0 : open(caller, driver);
        long other = operation == Operation.OPEN ? 0 : open(sleeper, driver);
        caller.send(request(operation, driver.path(), handle));
        Reply reply = null;
        if (death == Death.BEFORE_IT_HAS_READ_THE_CALL) {
            driver.kill();
        } else {
            reply = end(driver, driver.next(), operation, death, other);
        }
        check(reply == null ? caller.reply() : reply, operation, death);
        if (death == Death.WHILE_ITS_CALLER_SLEEPS && operation != Operation.OPEN) {
            check(sleeper.reply(), Operation.READ, death);
        }
        awaitGone(driver.path());
        closeAll(operation, handle, other);
    }

    private DriverPeer start(String name) {
        return DriverPeer.start(
                service,
                name,
                MAJOR,
                new PciEnable(101, BOTH, card),
                new RequestRegion(102, 1, DriverPeer.PAGE, DriverPeer.PAGE_BYTES),
                new Ioremap(103, 1, DriverPeer.PAGE, DriverPeer.PAGE_BYTES),
                new RequestIrq(104, LINE),
                new DmaAllocate(105, 3 * DriverPeer.PAGE_BYTES, 0x0FFF_FFFFL));
    }

    private static long open(Peer process, DriverPeer driver) {
        process.send(new Open(process.id(), 2, driver.path()));
        driver.succeed();
        return process.reply(Opened.class).handle();
    }

    private Request request(Operation operation, String path, long handle) {
        long id = caller.id();
        return switch (operation) {
            case OPEN -> new Open(id, 2, path);
            case RELEASE -> new Close(id, handle);
            case READ -> new Read(id, handle, 100);
            case WRITE -> new Write(id, handle, Unpooled.wrappedBuffer(new byte[100]));
            case IOCTL -> new Ioctl(id, 0x5401, handle, 7);
            case MMAP -> new Mmap(id, handle, 0, DriverPeer.PAGE_BYTES, 0, BOTH, SHARED);
            case POLL -> new Poll(id, 1, handle, 60_000);
        };
    }

    /** Returns the caller's reply, where the driver has lived to see it. */
    private Reply end(DriverPeer driver, Called call, Operation operation, Death death, long other) {
        switch (death) {
            case IN_THE_MIDDLE_OF_ITS_ANSWER -> driver.sendHalf(driver.success(call));
            case WHILE_ITS_CALLER_SLEEPS -> {
                if (operation != Operation.RELEASE) {
                    driver.send(driver.failure(call, Errno.EAGAIN));
                }
                if (operation != Operation.OPEN) {
                    sleeper.send(new Read(sleeper.id(), other, 100));
                    driver.send(driver.failure(driver.next(), Errno.EAGAIN));
                }
            }
            case AFTER_ITS_ANSWER, AFTER_AN_IMPOSSIBLE_ANSWER -> {
                if (operation != Operation.RELEASE) {
                    driver.send(death == Death.AFTER_ITS_ANSWER ? driver.success(call) : driver.nonsense(call));
                }
                Reply reply = caller.reply();
                driver.kill();
                return reply;
            }
            case IN_THE_MIDDLE_OF_A_LOAD -> driver.sendHalf(new LoadBlock(9, Width.WORD, DriverPeer.PAGE, 100, 4));
            case WITH_A_GOOD_BYE -> driver.leave();
            default -> {
                // It has done nothing.
            }
        }
        driver.kill();
        return null;
    }

    private static void check(Reply reply, Operation operation, Death death) {
        boolean succeeds = operation == Operation.RELEASE || death == Death.AFTER_ITS_ANSWER;
        if (succeeds) {
            assertThat(reply).as("%s, %s", operation, death).isNotInstanceOf(Failure.class);
        } else if (reply instanceof Polled polled) {
            assertThat(polled.events()).as("%s, %s", operation, death).isEqualTo(8);
        } else {
            assertThat(reply).as("%s, %s", operation, death).isInstanceOf(Failure.class);
            assertThat(((Failure) reply).code())
                    .as("%s, %s: %s", operation, death, reply)
                    .isIn(errnos(death));
        }
        if (reply instanceof Mapped mapped) {
            assertThat(mapped.address()).isPositive();
        }
    }

    private static List<Integer> errnos(Death death) {
        return switch (death) {
            case AFTER_AN_IMPOSSIBLE_ANSWER -> List.of(Errno.EIO.number());
            case BEFORE_IT_HAS_READ_THE_CALL ->
                List.of(Errno.ENODEV.number(), Errno.ENXIO.number(), Errno.ENOENT.number());
            default -> List.of(Errno.ENODEV.number());
        };
    }

    /** The node goes last of what a driver has, so that all of it is gone when its name is. */
    private void awaitGone(String path) {
        Reply reply;
        do {
            reply = caller.send(new Stat(caller.id(), path)).reply();
        } while (!(reply instanceof Failure));
    }

    private void closeAll(Operation operation, long handle, long other) {
        if (operation != Operation.OPEN) {
            sleeper.ask(new Close(sleeper.id(), other), Done.class);
        }
        if (operation != Operation.OPEN && operation != Operation.RELEASE) {
            assertThat(caller.fail(new Read(caller.id(), handle, 1)).code()).isEqualTo(Errno.ENXIO.number());
            caller.ask(new Close(caller.id(), handle), Done.class);
        }
    }

    /** What the kernel has given to anybody, and what is switched on. */
    private List<String> held() {
        List<String> nodes = caller.ask(new Readdir(caller.id(), "/dev"), Names.class).names().stream()
                .map(Name::name)
                .toList();
        return service.onMachine(() -> {
            Kernel kernel = service.host().kernel();
            long frame = kernel.pageFrames().allocate(DriverPeer.PAGE_BYTES, Long.MAX_VALUE);
            kernel.pageFrames().free(frame, DriverPeer.PAGE_BYTES);
            long address = kernel.kernelAddresses().allocate(DriverPeer.PAGE, DriverPeer.PAGE_BYTES);
            kernel.kernelAddresses().free(address);
            return List.of(
                    "nodes " + nodes,
                    "drivers " + kernel.drivers(),
                    "regions " + kernel.memoryRegions().all(),
                    "mappings " + kernel.mappings(),
                    "holders of the interrupt " + kernel.interruptHolders().of(LINE),
                    "interrupt mask " + service.host().machine().ioSpace().load(LASI_IMR, Width.WORD),
                    "bus master " + (kernel.hardware().configLoad((int) card, COMMAND, Width.HALFWORD) & MASTER),
                    "first free memory " + frame,
                    "first free kernel address " + address,
                    "processes " + kernel.processes().size());
        });
    }
}
