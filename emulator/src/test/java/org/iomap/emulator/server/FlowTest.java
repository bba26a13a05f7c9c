package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.iomap.protocol.Done;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Fill;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.GoAway;
import org.iomap.protocol.Header;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Open;
import org.iomap.protocol.Opened;
import org.iomap.protocol.Ping;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.Read;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Request;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static final Duration GENEROUS = Duration.ofSeconds(30);

    private static ByteBuf hugeAnswers(long window, int count) {
        ByteBuf loads = Unpooled.buffer();
        for (int i = 0; i < count; i++) {
            loads.writeBytes(Peer.bytes(new LoadBlock(i + 1000, Width.WORD, window, 65536, 0)));
        }
        return loads;
    }

    @Nested
    @Tag("FC-1")
    class A_client_that_never_reads {
        /** What a connection may hold: its share of one flight of answers, one answer more, and one read. */
        private static final long BOUND = 2 << 20;

        @Test
        void is_not_read_and_costs_no_more_memory() {
            try (Service service = Service.start();
                    Peer other = Peer.at(service.uri())) {
                long before = Service.pinned();
                Peer deaf = Peer.at(service.uri());
                long window = deaf.map("/dev/gsc0");
                ByteBuf loads = hugeAnswers(window, 64);
                while (deaf.sendSome(loads.duplicate()) > 0) {
                    other.ask(new Ping(other.id()), Done.class);
                }
                await().atMost(GENEROUS).until(() -> service.caps().blockedBytes() > 0);
                other.ask(new Ping(other.id()), Done.class);

                assertThat(Service.pinned() - before).isLessThan(BOUND);
                assertThat(other.ask(new Getpid(other.id()), Identity.class).pid())
                        .isPositive();
                deaf.kill();
                other.kill();
                service.awaitBaseline();
            }
        }

        @Test
        void is_closed_after_30_seconds() {
            try (Service service = Service.start();
                    Peer deaf = Peer.at(service.uri())) {
                deaf.send(hugeAnswers(deaf.map("/dev/gsc0"), 16));
                await().atMost(GENEROUS).until(() -> service.caps().blockedBytes() > 0);
                service.seconds(34);

                service.awaitBaseline();
            }
        }

        @Test
        void gets_everything_when_it_reads_again() {
            try (Service service = Service.start();
                    Peer deaf = Peer.at(service.uri())) {
                deaf.send(hugeAnswers(deaf.map("/dev/gsc0"), 16));
                await().atMost(GENEROUS).until(() -> service.caps().blockedBytes() > 0);
                service.seconds(20);

                for (int i = 0; i < 16; i++) {
                    Frame frame = deaf.next();
                    while (frame.hasMore()) {
                        frame = deaf.next();
                    }
                    assertThat(frame.id()).isEqualTo(1000 + i);
                }
                deaf.ask(new Ping(1), Done.class);
            }
        }
    }

    @Nested
    @Tag("FC-4")
    class Calls_that_sleep_in_a_driver {
        private static final int MOST = 16;

        @Test
        void keep_no_more_bytes_than_may_be_in_flight() {
            try (Service service = Service.start();
                    DriverPeer driver = DriverPeer.start(service, "sleepy", 200)) {
                Peer peer = Peer.at(service.uri());
                long handle = open(peer, driver);
                for (int i = 0; i < MOST; i++) {
                    peer.send(new Read(1000 + i, handle, 60_000));
                    driver.send(driver.failure(driver.next(), Errno.EAGAIN));
                }
                for (int i = 0; i < 2; i++) {
                    peer.send(new Read(2000 + i, handle, 60_000));
                }
                Failure refused = peer.reply(Failure.class);

                assertThat(refused.code()).isEqualTo(RefusedCode.LIMIT.number());
                assertThat(refused.detail().limit()).isEqualTo(Limit.BYTES_IN_FLIGHT.number());
            }
        }

        @Test
        void are_no_more_than_requests_that_may_be_in_flight() {
            try (Service service = Service.start();
                    DriverPeer driver = DriverPeer.start(service, "sleepy", 200)) {
                Peer peer = Peer.at(service.uri());
                long handle = open(peer, driver);
                for (int i = 0; i < 256; i++) {
                    peer.send(new Read(0, handle, 1));
                    driver.send(driver.failure(driver.next(), Errno.EAGAIN));
                }
                Failure refused = peer.fail(new Read(peer.id(), handle, 1));

                assertThat(refused.detail().limit()).isEqualTo(Limit.REQUESTS_IN_FLIGHT.number());
                peer.ask(new Getpid(peer.id()), Identity.class);
            }
        }

        private static long open(Peer peer, DriverPeer driver) {
            peer.send(new Open(peer.id(), 2, driver.path()));
            driver.succeed();
            return peer.reply(Opened.class).handle();
        }
    }

    @Nested
    @Tag("FC-2")
    class Control_messages {
        @Test
        void have_a_budget_for_each_second() {
            try (Desk desk = new Desk()) {
                Peer peer = desk.open();
                for (int i = 0; i < 1000; i++) {
                    peer.ask(new Ping(peer.id()), Done.class);
                }
                assertThat(peer.fail(new Ping(peer.id())).code()).isEqualTo(ProtocolCode.CONTROL_RATE.number());
                peer.ask(new Getpid(peer.id()), Identity.class);
                desk.seconds(1);
                peer.ask(new Ping(peer.id()), Done.class);
            }
        }

        @Test
        void that_nobody_can_be_answered_for_end_the_connection() {
            try (Desk desk = new Desk()) {
                Peer peer = desk.open();
                ByteBuf pong = Peer.bytes(new Ping(1));
                pong.setByte(Header.TYPE_AT, MessageType.REPLY.number());
                for (int i = 0; i < 1001; i++) {
                    peer.send(pong.duplicate());
                }

                assertThat(peer.error().code()).isEqualTo(ProtocolCode.CONTROL_RATE.number());
            }
        }
    }

    @Nested
    @Tag("FC-3")
    class A_message_begun {
        @Test
        void is_complete_within_10_seconds() {
            try (Desk desk = new Desk()) {
                Peer peer = desk.open();
                peer.send(Peer.bytes(new Load(7, Width.WORD, 0)).slice(0, 31));
                desk.seconds(10);
                assertThat(desk.isOpen()).isTrue();
                desk.seconds(1);

                assertThat(peer.error().code()).isEqualTo(ProtocolCode.DEADLINE.number());
            }
        }

        @Test
        void is_complete_within_10_seconds_also_of_who_sends_a_byte_a_second() {
            try (Desk desk = new Desk()) {
                Peer peer = desk.open();
                ByteBuf load = Peer.bytes(new Load(7, Width.WORD, 0));
                for (int i = 0; i < 11; i++) {
                    peer.send(load.readSlice(1));
                    desk.seconds(1);
                }

                assertThat(peer.error().code()).isEqualTo(ProtocolCode.DEADLINE.number());
            }
        }
    }

    @Nested
    @Tag("FC-3")
    class An_idle_connection {
        private static final int IDLE_SECONDS = 60;

        private void expectPing(Desk desk, long id) {
            List<Frame> frames = desk.frames();

            assertThat(frames).singleElement().satisfies(frame -> {
                assertThat(frame.type()).isEqualTo(MessageType.REQUEST);
                assertThat(frame.opcode()).isEqualTo(Opcode.PING);
                assertThat(frame.id()).isEqualTo(id);
            });
        }

        @Test
        void is_pinged_and_closed_after_three_that_were_not_answered() {
            try (Desk desk = new Desk()) {
                desk.open();
                for (int ping = 1; ping <= 3; ping++) {
                    desk.seconds(IDLE_SECONDS - 1);
                    assertThat(desk.frames()).isEmpty();
                    desk.seconds(1);
                    expectPing(desk, ping);
                }
                desk.seconds(IDLE_SECONDS);

                assertThat(((GoAway) desk.frames().get(0).event()).reason()).isEqualTo(4);
                assertThat(desk.isOpen()).isFalse();
            }
        }

        @Test
        void stays_when_it_answers() {
            try (Desk desk = new Desk()) {
                Peer peer = desk.open();
                ByteBuf pong = Peer.bytes(new Ping(1));
                pong.setByte(Header.TYPE_AT, MessageType.REPLY.number());
                for (int i = 0; i < 10; i++) {
                    desk.seconds(IDLE_SECONDS);
                    expectPing(desk, 1);
                    peer.send(pong.duplicate());
                }
                peer.ask(new Getpid(7), Identity.class);
            }
        }

        @Test
        @Tag("HS-8")
        void is_pinged_as_often_as_was_agreed() {
            try (Desk desk = new Desk()) {
                desk.open(Peer.limit(Limit.IDLE_MILLIS, 2000));
                desk.seconds(2);

                expectPing(desk, 1);
            }
        }
    }

    @Nested
    @Tag("FC-4")
    class At_a_cap {
        private void expectRefused(Service service, Limit limit) {
            try (Peer peer = Peer.connect(service.uri())) {
                Failure failure = peer.fail(Peer.hello(1));

                assertThat(failure.code()).isEqualTo(RefusedCode.LIMIT.number());
                assertThat(failure.detail().limit()).isEqualTo(limit.number());
                peer.expectEnd();
            }
        }

        private void expectCap(Limit limit) {
            try (Service service = new Service.Settings().limit(limit, 2).start()) {
                List<Peer> peers = new ArrayList<>(List.of(Peer.at(service.uri()), Peer.at(service.uri())));
                expectRefused(service, limit);
                peers.get(0).ask(new Ping(9), Done.class);
                peers.remove(0).kill();
                await().atMost(GENEROUS).until(() -> service.caps().connections() == 1);
                peers.add(Peer.at(service.uri()));
                peers.forEach(Peer::kill);
                service.awaitBaseline();
            }
        }

        @Test
        void of_connections_the_newcomer_is_refused() {
            expectCap(Limit.CONNECTIONS);
        }

        @Test
        void of_connections_of_a_uid_the_newcomer_is_refused() {
            expectCap(Limit.CONNECTIONS_PER_UID);
        }

        @Test
        void of_bytes_in_flight_the_newcomer_is_refused() {
            try (Service service = new Service.Settings()
                    .limit(Limit.TOTAL_BYTES_IN_FLIGHT, 1000)
                    .start()) {
                Peer deaf = Peer.at(service.uri());
                deaf.send(hugeAnswers(deaf.map("/dev/gsc0"), 16));
                await().atMost(GENEROUS).until(() -> service.caps().blockedBytes() > 1000);
                try (Peer newcomer = Peer.connect(service.uri())) {
                    assertThat(newcomer.error().detail().limit()).isEqualTo(Limit.TOTAL_BYTES_IN_FLIGHT.number());
                }
                deaf.kill();
                service.awaitBaseline();
            }
        }

        @Test
        void a_window_costs_its_bookkeeping_only() {
            try (Desk desk = Desk.ofOwner()) {
                Peer peer = desk.open();
                long before = allocated();
                peer.map("/dev/gsc0");

                assertThat(allocated() - before).isLessThan(1 << 20);
            }
        }

        /** Bytes that this thread has ever allocated. */
        private long allocated() {
            var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
            return threads.getCurrentThreadAllocatedBytes();
        }
    }

    @Nested
    @Tag("FC-5")
    class Work_is_shared_out {
        /** Looks at the machine whenever the event loop looks at its sockets. */
        private static final class Turns implements Runnable {
            private final MachineHost host;
            private long last;
            private long longest;
            private boolean over;

            Turns(MachineHost host) {
                this.host = host;
            }

            @Override
            public void run() {
                long now = host.accesses();
                longest = Math.max(longest, now - last);
                last = now;
                if (!over) {
                    host.loop().schedule(this, 0, TimeUnit.NANOSECONDS);
                }
            }
        }

        /** The most accesses that others have to wait for. */
        private long longestTurn(Request request, int count) {
            try (Service service = Service.start();
                    Peer busy = Peer.at(service.uri());
                    Peer other = Peer.at(service.uri())) {
                busy.map("/dev/gsc0");
                Turns turns = new Turns(service.host());
                service.host().loop().execute(turns);
                ByteBuf all = Unpooled.buffer();
                for (int i = 0; i < count; i++) {
                    all.writeBytes(Peer.bytes(request));
                }
                busy.send(all.writeBytes(Peer.bytes(new Ping(7))));
                other.ask(new Getpid(other.id()), Identity.class);
                busy.reply(Done.class);
                return service.onMachine(() -> {
                    turns.over = true;
                    return turns.longest;
                });
            }
        }

        @Test
        void after_256_requests() {
            // The first turn is taken where the requests are read, and the second one before the next look.
            assertThat(longestTurn(new Load(0, Width.WORD, 0xF400_0000L), 20_000))
                    .isBetween(1L, 512L);
        }

        @Test
        @Tag("ER-6")
        void after_a_request_for_many_elements() {
            assertThat(longestTurn(new Fill(0, Width.WORD, 0xF400_0000L, 65536, 1), 50))
                    .isEqualTo(65536);
        }

        @Test
        @Tag("ER-6")
        void after_a_few_requests_for_many_elements() {
            assertThat(longestTurn(new Fill(0, Width.WORD, 0xF400_0000L, 4096, 1), 500))
                    .isBetween(4096L, 2 * 65536L);
        }
    }
}
