package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.iomap.driver.Rights;
import org.iomap.protocol.BecomeDriver;
import org.iomap.protocol.CallAbandoned;
import org.iomap.protocol.Complete;
import org.iomap.protocol.CreateNode;
import org.iomap.protocol.DmaAllocated;
import org.iomap.protocol.InterruptRaised;
import org.iomap.protocol.Ioremap;
import org.iomap.protocol.Iounmap;
import org.iomap.protocol.Operation;
import org.iomap.protocol.PciEnable;
import org.iomap.protocol.RegisterDevice;
import org.iomap.protocol.RequestRegion;
import org.iomap.protocol.Unsubscribe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection that is a driver")
class DriverConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void asks_for_what_a_driver_needs() throws Exception {
        KernelPeer kernel = new KernelPeer();
        try (Peer peer = new Peer(kernel);
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            DriverConnection driver = process.becomeDriver("teach");
            driver.pciEnable(0x10A, 3);
            driver.requestRegion(0xF2000000L, 0x4000, true);
            assertThat(driver.ioremap(0xF2000000L, 0x4000, Rights.USER_RW)).isEqualTo(0x1_F200_0000L);
            driver.iounmap(0x1_F200_0000L);
            DmaAllocated memory = driver.dmaAllocate(4096, 0x0FFF_FFFF);
            assertThat(memory.bus()).isEqualTo(KernelPeer.BUS);
            assertThat(driver.registerDevice(0, true)).isEqualTo(KernelPeer.MAJOR);
            driver.createNode("/dev/teach", 0666, KernelPeer.MAJOR, 1);

            assertThat(kernel.next(BecomeDriver.class).name()).isEqualTo("teach");
            assertThat(kernel.next(PciEnable.class).state()).isEqualTo(3);
            assertThat(kernel.next(RequestRegion.class).exclusive()).isEqualTo(1);
            assertThat(kernel.next(Ioremap.class).rights()).isEqualTo(2);
            assertThat(kernel.next(Iounmap.class).address()).isEqualTo(0x1_F200_0000L);
            assertThat(kernel.next(RegisterDevice.class).seekable()).isEqualTo(1);
            assertThat(kernel.next(CreateNode.class).device()).isEqualTo(0x4D00_0001L);
        }
    }

    @Test
    void takes_calls_in_their_order_and_answers_without_a_reply() throws Exception {
        KernelPeer kernel = new KernelPeer(
                KernelPeer.call(1, Operation.OPEN, 0, 0, 0), KernelPeer.call(2, Operation.POLL, 0, 0, 0));
        try (Peer peer = new Peer(kernel);
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            DriverConnection driver = process.becomeDriver("teach");
            driver.registerDevice(0, false);

            assertThat(driver.nextCall(LONG)).contains(KernelPeer.call(1, Operation.OPEN, 0, 0, 0));
            driver.complete(new Complete(0, 1, 0, 0, 0, "", List.of(), Unpooled.EMPTY_BUFFER));
            assertThat(kernel.answer().call()).isEqualTo(1);
            assertThat(driver.nextCall(LONG)).contains(KernelPeer.call(2, Operation.POLL, 0, 0, 0));
            assertThat(driver.nextCall(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void never_sees_a_call_that_was_abandoned_before_it_was_taken() throws IOException {
        KernelPeer kernel = new KernelPeer(
                KernelPeer.call(1, Operation.OPEN, 0, 0, 0),
                KernelPeer.call(2, Operation.POLL, 0, 0, 0),
                new CallAbandoned(1),
                new CallAbandoned(7));
        try (Peer peer = new Peer(kernel);
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            DriverConnection driver = process.becomeDriver("teach");
            driver.registerDevice(0, false);
            driver.await(() -> driver.hasCall(), LONG);
            process.ping();

            assertThat(driver.nextCall(LONG)).contains(KernelPeer.call(2, Operation.POLL, 0, 0, 0));
            assertThat(driver.nextCall(LONG)).contains(new CallAbandoned(7));
        }
    }

    @Test
    void has_an_interrupt_that_came_with_the_reply() throws Exception {
        KernelPeer kernel = new KernelPeer(new InterruptRaised(1, KernelPeer.IRQ, 1, 2, 100));
        try (Peer peer = new Peer(kernel);
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            DriverConnection driver = process.becomeDriver("teach");
            try (Subscription irq = driver.requestIrq("dino.1")) {
                driver.registerDevice(0, false);

                assertThat(driver.await(irq::hasNext, LONG)).isTrue();
                assertThat(irq.next(LONG)).contains(new InterruptRaised(1, KernelPeer.IRQ, 1, 2, 100));
            }

            assertThat(kernel.next(Unsubscribe.class).subscription()).isEqualTo(KernelPeer.IRQ);
        }
    }

    @Test
    void only_a_driver_is_called() throws IOException {
        Peer.Script callsAtOnce = session -> {
            session.open();
            session.next();
            session.send(KernelPeer.call(1, Operation.OPEN, 0, 0, 0));
            session.beSilent();
        };
        try (Peer peer = new Peer(callsAtOnce);
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            assertThatThrownBy(process::ping)
                    .isInstanceOf(ProtocolFailedException.class)
                    .hasMessageContaining("no driver");
        }
    }
}
