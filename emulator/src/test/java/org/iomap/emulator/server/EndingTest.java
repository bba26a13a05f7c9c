package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.iomap.protocol.Bye;
import org.iomap.protocol.Done;
import org.iomap.protocol.DriveLine;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Exit;
import org.iomap.protocol.Failure;
import org.iomap.protocol.GoAway;
import org.iomap.protocol.Ioctl;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.MappingList;
import org.iomap.protocol.Mappings;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Open;
import org.iomap.protocol.Ping;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Request;
import org.iomap.protocol.Store;
import org.iomap.protocol.Wait;
import org.iomap.protocol.Waited;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static final long FOREVER = Long.MAX_VALUE;

    @Nested
    @Tag("EN-1")
    class A_service_that_stops {
        @Test
        void tells_everybody_and_answers_what_was_accepted() {
            try (Service service = Service.start()) {
                Peer idle = Peer.at(service.uri());
                Peer waiting = Peer.at(service.uri());
                Peer opening = Peer.connect(service.uri());
                long subscription = waiting.subscribe(EventKind.INTERRUPT, "lasi.9");
                waiting.send(new Wait(7, subscription, FOREVER), new Ping(8)).reply();
                await().until(() -> service.caps().opening() == 1);
                service.stop();

                assertThat(idle.event(GoAway.class).reason()).isEqualTo(1);
                idle.expectEnd();
                Failure failure = waiting.reply(Failure.class);
                assertThat(failure.requestId()).isEqualTo(7);
                assertThat(failure.code()).isEqualTo(RefusedCode.SHUTDOWN.number());
                GoAway goAway = waiting.event(GoAway.class);
                assertThat(goAway.lastId()).isEqualTo(8);
                assertThat(goAway.text()).isNotEmpty();
                waiting.expectEnd();
                assertThat(opening.error().code()).isEqualTo(RefusedCode.SHUTDOWN.number());
            }
        }

        @Test
        void answers_calls_that_a_driver_has_not_answered() {
            try (Service service = Service.start();
                    DriverPeer driver = DriverPeer.start(service, "slow", 200)) {
                Peer caller = Peer.at(service.uri());
                caller.send(new Open(7, 2, driver.path()));
                driver.next();
                service.stop();

                Failure failure = caller.reply(Failure.class);
                assertThat(failure.requestId()).isEqualTo(7);
                caller.event(GoAway.class);
                caller.expectEnd();
            }
        }

        @Test
        void does_not_hang_on_a_client_that_never_reads() {
            Service service = Service.start();
            Peer deaf = Peer.at(service.uri());
            block(service, deaf);
            long start = System.nanoTime();
            service.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            deaf.kill();
        }
    }

    private static void block(Service service, Peer deaf) {
        long window = deaf.map("/dev/gsc0");
        ByteBuf loads = Unpooled.buffer();
        for (int i = 0; i < 200; i++) {
            loads.writeBytes(Peer.bytes(new LoadBlock(i + 1000, Width.WORD, window, 4000, 0)));
        }
        deaf.send(loads);
        await().atMost(Duration.ofSeconds(20)).until(() -> service.caps().blockedBytes() > 0);
    }

    @Nested
    @Tag("EN-2")
    class Bye_and_half_close {
        @Test
        void bye_is_answered_after_everything_is_released() {
            try (Service service = Service.start();
                    Peer other = Peer.at(service.uri())) {
                Peer peer = Peer.at(service.uri());
                peer.map("/dev/gsc0");
                peer.send(new Bye(7), new Ping(8));

                assertThat(peer.reply(Done.class).opcode()).isEqualTo(Opcode.BYE);
                MappingList mappings = other.ask(new Mappings(other.id()), MappingList.class);
                assertThat(mappings.mappings()).isEmpty();
                peer.expectEnd();
            }
        }

        @Test
        void exit_is_the_same() {
            try (Desk desk = new Desk()) {
                Peer peer = desk.open();
                peer.map("/dev/gsc0");
                peer.ask(new Exit(7, 3), Done.class);

                assertThat(desk.host().kernel().processes()).isEmpty();
                peer.expectEnd();
            }
        }

        @Test
        void half_close_finishes_what_was_sent() {
            try (Service service = Service.start();
                    Peer peer = Peer.at(service.uri())) {
                long window = peer.map("/dev/gsc0");
                peer.send(new Store(7, Width.WORD, window, 42), new Load(8, Width.WORD, window));
                peer.endOutput();

                assertThat(peer.next().id()).isEqualTo(7);
                assertThat(peer.next().id()).isEqualTo(8);
                peer.expectEnd();
                peer.kill();
                service.awaitBaseline();
            }
        }

        @Test
        void half_close_waits_for_what_blocks() {
            try (Service service = Service.start();
                    Peer peer = Peer.at(service.uri());
                    Peer driver = Peer.at(service.uri())) {
                long subscription = peer.subscribe(EventKind.INTERRUPT, "lasi.9");
                peer.send(new Wait(7, subscription, FOREVER));
                peer.endOutput();
                await().until(() -> service.host().statistics().queueDepth() == 1);
                service.seconds(2);
                driver.ask(new DriveLine(driver.id(), 1, "lasi.9"), Done.class);

                List<Frame> rest = peer.rest();
                assertThat(rest.get(rest.size() - 1).reply()).isEqualTo(new Waited(7, 1, 1));
            }
        }

        @Test
        void half_close_before_hello_is_the_end() {
            try (Service service = Service.start();
                    Peer peer = Peer.connect(service.uri())) {
                peer.send(Peer.bytes(Peer.hello(1)).slice(0, 20));
                peer.endOutput();

                peer.expectEnd();
            }
        }
    }

    @Nested
    @Tag("EN-3")
    class A_lost_connection {
        private void expectDeath(BiConsumer<Service, Peer> state) {
            try (Service service = Service.start()) {
                Peer other = Peer.at(service.uri());
                for (int i = 0; i < 5; i++) {
                    Peer peer = Peer.connect(service.uri());
                    state.accept(service, peer);
                    peer.kill();
                }
                other.ask(new Ping(other.id()), Done.class);
                other.kill();
                service.awaitBaseline();
            }
        }

        @Test
        void before_a_word_leaves_nothing() {
            expectDeath((service, peer) -> {});
        }

        @Test
        void within_the_hello_leaves_nothing() {
            expectDeath((service, peer) -> peer.send(Peer.bytes(Peer.hello(1)).slice(0, 17)));
        }

        @Test
        void before_the_welcome_was_read_leaves_nothing() {
            expectDeath((service, peer) -> peer.send(Peer.hello(1)));
        }

        @Test
        void with_descriptors_and_windows_leaves_nothing() {
            expectDeath((service, peer) -> {
                peer.hello();
                peer.map("/dev/gsc0");
            });
        }

        @Test
        void within_a_message_leaves_nothing() {
            expectDeath((service, peer) -> {
                peer.hello();
                peer.send(Peer.bytes(new Ioctl(5, 1, 2, 3)).slice(0, 20));
            });
        }

        @Test
        void with_answers_that_nobody_reads_leaves_nothing() {
            expectDeath((service, peer) -> {
                peer.hello();
                block(service, peer);
            });
        }

        @Test
        void with_subscriptions_leaves_nothing() {
            expectDeath((service, peer) -> {
                peer.hello();
                peer.subscribe(EventKind.TRACE, "");
                peer.subscribe(EventKind.TERMINAL, "uart0");
                peer.subscribe(EventKind.INTERRUPT, "lasi.9");
            });
        }

        @Test
        void that_waits_leaves_nothing() {
            expectDeath((service, peer) -> {
                peer.hello();
                long subscription = peer.subscribe(EventKind.INTERRUPT, "lasi.9");
                peer.send(new Wait(99, subscription, FOREVER), new Ping(100)).reply();
            });
        }

        @Test
        void after_bye_leaves_nothing() {
            expectDeath((service, peer) -> {
                peer.hello();
                peer.send(new Bye(9));
            });
        }

        @Test
        void after_an_error_leaves_nothing() {
            expectDeath((service, peer) -> {
                peer.hello();
                peer.send(Unpooled.buffer().writeZero(4096));
            });
        }

        @Test
        void leaves_the_machine_as_it_is() {
            try (Service service = Service.start()) {
                Peer first = Peer.at(service.uri());
                first.store(Width.WORD, first.map("/dev/gsc0") + 0x100, 4711);
                first.kill();
                try (Peer second = Peer.at(service.uri())) {
                    await().until(() -> service.caps().connections() == 1);

                    assertThat(second.load(Width.WORD, second.map("/dev/gsc0") + 0x100))
                            .isEqualTo(4711);
                }
            }
        }
    }

    @Test
    @Tag("EN-1")
    void what_was_sent_behind_the_end_is_not_carried_out() {
        try (Desk desk = Desk.ofOwner()) {
            Peer peer = desk.open();
            long window = peer.map("/dev/gsc0");
            Request late = new Store(9, Width.WORD, window, 1);
            peer.send(new Bye(8), late);

            assertThat(peer.rest()).hasSize(1);
            assertThat(desk.host().machine().ioSpace().peek(0xF400_0000L, Width.WORD))
                    .isZero();
        }
    }
}
