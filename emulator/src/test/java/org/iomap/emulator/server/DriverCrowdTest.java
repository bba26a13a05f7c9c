package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.iomap.protocol.Called;
import org.iomap.protocol.Complete;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.DriverList;
import org.iomap.protocol.Drivers;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Open;
import org.iomap.protocol.Opened;
import org.iomap.protocol.Part;
import org.iomap.protocol.Read;
import org.iomap.protocol.WakeUp;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many processes on one driver, and many drivers on one machine. */
@Tag("FC-4")
class DriverCrowdTest {
    private static final int MANY = 100;
    private static final int MAJOR = 100;
    private static final int MOST_BYTES = 64;

    private final Service service = Service.start();
    private final List<Peer> processes = new ArrayList<>();
    private final List<DriverPeer> drivers = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Peer::kill);
        drivers.forEach(DriverPeer::kill);
        service.awaitBaseline();
        service.close();
    }

    private Peer process() {
        Peer process = Peer.at(service.uri());
        processes.add(process);
        return process;
    }

    private DriverPeer driver(String name, int major) {
        DriverPeer driver = DriverPeer.start(service, name, major);
        drivers.add(driver);
        return driver;
    }

    private static long open(Peer process, DriverPeer driver) {
        process.send(new Open(process.id(), 2, driver.path()));
        driver.succeed();
        return process.reply(Opened.class).handle();
    }

    private static Complete answer(Called call, String text) {
        ByteBuf data = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        return new Complete(0, call.call(), 0, data.readableBytes(), 0, "", List.of(), data);
    }

    private static String read(Peer process) {
        return process.reply(Part.class).data().toString(StandardCharsets.US_ASCII);
    }

    @Test
    void of_a_hundred_processes_each_gets_its_own_answer_in_whatever_order_the_driver_gives_them() {
        DriverPeer driver = driver("one", MAJOR);
        List<Long> handles = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            handles.add(open(process(), driver));
        }
        List<Called> calls = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            processes.get(i).send(new Read(processes.get(i).id(), handles.get(i), MOST_BYTES));
            calls.add(driver.next());
        }
        for (int i = MANY - 1; i >= 0; i--) {
            driver.send(answer(calls.get(i), "file " + calls.get(i).file()));
        }

        for (int i = 0; i < MANY; i++) {
            assertThat(read(processes.get(i))).isEqualTo("file " + calls.get(i).file());
        }
        assertThat(calls).extracting(Called::file).doesNotHaveDuplicates();
    }

    @Test
    void a_hundred_sleepers_are_woken_at_once_and_meanwhile_the_machine_serves_others() {
        DriverPeer driver = driver("one", MAJOR);
        for (int i = 0; i < MANY; i++) {
            long handle = open(process(), driver);
            processes.get(i).send(new Read(processes.get(i).id(), handle, MOST_BYTES));
            driver.send(driver.failure(driver.next(), Errno.EAGAIN));
        }
        Peer other = process();
        long window = other.map("/dev/uart0");
        assertThat(other.load(Width.BYTE, window + 0x805)).isEqualTo(0x60);
        driver.send(new WakeUp(0, MAJOR));
        for (int i = 0; i < MANY; i++) {
            driver.send(answer(driver.next(), "awake"));
        }

        for (int i = 0; i < MANY; i++) {
            assertThat(read(processes.get(i))).isEqualTo("awake");
        }
    }

    @Test
    void a_hundred_drivers_each_answer_for_their_own_device() {
        for (int i = 0; i < MANY; i++) {
            driver("d" + i, MAJOR + i);
        }
        Peer process = process();
        for (DriverPeer driver : drivers) {
            long handle = open(process, driver);
            process.send(new Read(process.id(), handle, MOST_BYTES));
            driver.send(answer(driver.next(), "this is " + driver.path()));
            assertThat(read(process)).isEqualTo("this is " + driver.path());
        }

        assertThat(process.ask(new Drivers(process.id()), DriverList.class).drivers())
                .extracting(DriverEntry::name)
                .contains("d0", "d" + (MANY - 1))
                .hasSizeGreaterThan(MANY);
    }
}
