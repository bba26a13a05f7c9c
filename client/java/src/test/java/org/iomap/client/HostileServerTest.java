package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.iomap.protocol.Done;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Family;
import org.iomap.protocol.GoAway;
import org.iomap.protocol.Header;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.MachineEntry;
import org.iomap.protocol.MachineList;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Part;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Request;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A server that is broken or hostile")
class HostileServerTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private interface Answer {
        void to(Request request, Peer.Session session) throws IOException;
    }

    /** Opens as it should, then answers the first request with {@code answer}, and is silent. */
    private static Peer.Script firstAnswer(Answer answer) {
        return session -> {
            session.open();
            answer.to(session.next(), session);
            session.beSilent();
        };
    }

    private static ByteBuf loaded(long id, Opcode opcode) {
        return Peer.Session.bytes(new Loaded(id, opcode, 5, 1));
    }

    private static Throwable load(Peer.Script script) throws IOException {
        try (Peer peer = new Peer(script);
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            Throwable failure = catchThrowable(() -> process.load(Width.WORD, 0x1000));

            assertThat(process.isAlive()).isFalse();
            return failure;
        }
    }

    @Nested
    class Ends_the_connection_with {
        @Test
        @Tag("FR-4")
        void a_length_that_no_message_has() throws IOException {
            for (int length : new int[] {0, 15, 33, 65_552, 0x8000_0000, -1}) {
                Throwable failure = load(firstAnswer((request, session) ->
                        session.send(loaded(request.requestId(), Opcode.LOAD).setInt(0, length))));

                assertThat(failure)
                        .isInstanceOfSatisfying(
                                ProtocolFailedException.class,
                                broken -> assertThat(broken.code()).isEqualTo(ProtocolCode.LENGTH));
            }
        }

        @Test
        @Tag("RQ-2")
        void the_id_of_a_request_that_was_not_sent() throws IOException {
            for (int change : new int[] {1, 1 << 12, 1 << 31}) {
                Throwable failure = load(firstAnswer((request, session) ->
                        session.send(loaded(request.requestId() ^ (change & 0xFFFF_FFFFL), Opcode.LOAD))));

                assertThat(failure).isInstanceOf(ProtocolFailedException.class);
            }
        }

        @Test
        @Tag("RQ-2")
        void another_opcode() throws IOException {
            Throwable failure =
                    load(firstAnswer((request, session) -> session.send(loaded(request.requestId(), Opcode.PEEK))));

            assertThat(failure).isInstanceOf(ProtocolFailedException.class);
        }

        @Test
        @Tag("RQ-2")
        void a_second_reply() throws IOException {
            try (Peer peer = new Peer(firstAnswer((request, session) -> {
                        session.send(loaded(request.requestId(), Opcode.LOAD));
                        session.send(loaded(request.requestId(), Opcode.LOAD));
                    }));
                    RemoteProcess process = RemoteProcess.connect(peer.uri())) {
                process.load(Width.WORD, 0);

                assertThatThrownBy(() -> process.load(Width.WORD, 0)).isInstanceOf(IomapException.class);
                assertThat(process.isAlive()).isFalse();
            }
        }

        @Test
        void a_reply_that_is_too_short_for_its_fields() throws IOException {
            Throwable failure = load(firstAnswer((request, session) -> session.send(
                    loaded(request.requestId(), Opcode.LOAD).setInt(0, 16).slice(0, 16))));

            assertThat(failure).isInstanceOf(ProtocolFailedException.class);
        }

        @Test
        @Tag("FR-6")
        void a_flag_that_must_be_understood() throws IOException {
            for (int flag : new int[] {0x10, 0x20, Header.FLAG_MORE, Header.FLAG_POSTED}) {
                Throwable failure = load(firstAnswer((request, session) ->
                        session.send(loaded(request.requestId(), Opcode.LOAD).setByte(Header.FLAGS_AT, flag))));

                assertThat(failure).isInstanceOf(ProtocolFailedException.class);
            }
        }

        @Test
        void a_request_of_its_own_that_is_no_PING() throws IOException {
            Throwable failure = load(firstAnswer((request, session) ->
                    session.send(loaded(request.requestId(), Opcode.LOAD).setByte(Header.TYPE_AT, 1))));

            assertThat(failure).isInstanceOf(ProtocolFailedException.class);
        }

        @Test
        @Tag("BT-5")
        void parts_that_do_not_follow_each_other() throws IOException {
            long[][] wrong = {{1, 16, 16}, {0, 32, 16}, {0, 16, 32}, {0, 8, 8}, {-1, 16, 16}};
            for (long[] part : wrong) {
                try (Peer peer = new Peer(firstAnswer((request, session) -> session.send(new Part(
                                request.requestId(),
                                request.opcode(),
                                part[0],
                                part[1],
                                Unpooled.wrappedBuffer(new byte[(int) part[2]])))));
                        RemoteProcess process = RemoteProcess.connect(peer.uri())) {
                    ByteBuffer into = ByteBuffer.allocate(16);

                    assertThatThrownBy(() -> process.loadBlock(Width.WORD, 0, 0, into))
                            .isInstanceOf(ProtocolFailedException.class);
                    assertThat(into.position()).isZero();
                }
            }
        }

        @Test
        void noise_of_any_kind() throws IOException {
            Random random = new Random(1);
            for (int i = 0; i < 50; i++) {
                byte[] noise = new byte[4096];
                random.nextBytes(noise);

                Throwable failure =
                        load(firstAnswer((request, session) -> session.send(Unpooled.wrappedBuffer(noise))));

                assertThat(failure).isInstanceOf(IomapException.class);
            }
        }
    }

    @Nested
    class Is_tolerated_with {
        private static void assertLoads(Peer.Script script) throws IOException {
            try (Peer peer = new Peer(script);
                    RemoteProcess process = RemoteProcess.connect(peer.uri())) {
                assertThat(process.load(Width.WORD, 0x1000)).isEqualTo(5);
                assertThat(process.isAlive()).isTrue();
                process.kill();
            }
        }

        @Test
        @Tag("GR-2")
        void fields_at_the_end_that_this_version_does_not_know() throws IOException {
            assertLoads(firstAnswer((request, session) -> session.send(loaded(request.requestId(), Opcode.LOAD)
                    .setInt(0, 48)
                    .writeLong(-1)
                    .writeLong(-1))));
        }

        @Test
        @Tag("GR-1")
        void events_that_this_version_does_not_know() throws IOException {
            assertLoads(firstAnswer((request, session) -> {
                session.send(loaded(0, Opcode.LOAD).setByte(Header.TYPE_AT, 3).setShort(Header.OPCODE_AT, 0x01FF));
                session.send(loaded(request.requestId(), Opcode.LOAD));
            }));
        }

        @Test
        @Tag("FR-6")
        void flags_that_may_be_ignored() throws IOException {
            assertLoads(firstAnswer((request, session) ->
                    session.send(loaded(request.requestId(), Opcode.LOAD).setByte(Header.FLAGS_AT, 0x0F))));
        }

        @Test
        @Tag("FR-7")
        void answers_byte_by_byte() throws IOException {
            assertLoads(firstAnswer((request, session) -> {
                ByteBuf reply = loaded(request.requestId(), Opcode.LOAD);
                while (reply.isReadable()) {
                    session.send(reply.readSlice(1));
                }
            }));
        }

        @Test
        @Tag("BT-5")
        void a_list_in_several_messages() throws IOException {
            try (Peer peer = new Peer(firstAnswer((request, session) -> {
                        MachineList list =
                                new MachineList(request.requestId(), List.of(new MachineEntry("a", "B160L")));
                        session.send(Peer.Session.bytes(list).setByte(Header.FLAGS_AT, Header.FLAG_MORE));
                        session.send(list);
                    }));
                    RemoteProcess process = RemoteProcess.connect(peer.uri())) {
                assertThat(process.machines()).hasSize(2);
                process.kill();
            }
        }
    }

    @Nested
    class That_closes {
        @Test
        @Tag("RQ-6")
        void leaves_the_execution_of_what_is_under_way_unknown() throws IOException {
            Throwable failure = load(session -> {
                session.open();
                session.next();
            });

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            lost -> assertThat(lost.execution()).isEqualTo(Execution.UNKNOWN));
        }

        @Test
        @Tag("RQ-6")
        void is_never_sent_a_request_again() throws Exception {
            LinkedBlockingQueue<Request> seen = new LinkedBlockingQueue<>();
            CountDownLatch closed = new CountDownLatch(1);
            load(session -> {
                session.open();
                seen.add(session.next());
                closed.countDown();
            });

            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).hasSize(1).allMatch(Load.class::isInstance);
        }

        @Test
        void in_the_middle_of_an_answer_loses_the_connection() throws IOException {
            for (int length = 1; length < 32; length++) {
                int bytes = length;
                Throwable failure = load(session -> {
                    session.open();
                    session.send(loaded(session.next().requestId(), Opcode.LOAD).slice(0, bytes));
                });

                assertThat(failure).isInstanceOf(ConnectionLostException.class);
            }
        }

        @Test
        @Tag("HS-2")
        void in_the_opening_is_a_lost_connection() throws IOException {
            Peer.Script[] scripts = {
                session -> {},
                session -> session.next(),
                session -> session.send(
                        Peer.Session.bytes(Peer.Session.welcome(session.next().requestId(), Map.of()))
                                .slice(0, 100)),
            };
            for (Peer.Script script : scripts) {
                try (Peer peer = new Peer(script)) {
                    assertThatThrownBy(() -> RemoteProcess.connect(peer.uri())).isInstanceOf(IomapException.class);
                }
            }
        }

        @Test
        @Tag("EN-1")
        void after_GOAWAY_has_not_executed_what_it_did_not_answer() throws IOException {
            Throwable failure = load(session -> {
                session.open();
                session.next();
                session.send(new GoAway(1, 1, 0, "the service stops"));
            });

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            lost -> assertThat(lost.execution()).isEqualTo(Execution.NOT_EXECUTED))
                    .hasMessageContaining("the service stops");
        }

        @Test
        @Tag("FR-5")
        void with_an_ERROR_message_is_quoted() throws IOException {
            Throwable failure = load(session -> {
                session.open();
                session.sendError(
                        PeerMachine.failure(session.next(), Family.PROTOCOL, ProtocolCode.DUPLICATE_ID.number(), 0));
            });

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            ProtocolFailedException.class,
                            broken -> assertThat(broken.code()).isEqualTo(ProtocolCode.DUPLICATE_ID))
                    .hasMessageContaining("why");
        }

        @Test
        @Tag("HS-2")
        void instead_of_opening_says_why() throws IOException {
            try (Peer peer = new Peer(session ->
                    session.send(PeerMachine.failure(session.next(), Family.REFUSED, RefusedCode.TOKEN.number(), 0)))) {
                RefusedException failure =
                        catchThrowableOfType(RefusedException.class, () -> RemoteProcess.connect(peer.uri()));

                assertThat(failure.code()).isEqualTo(RefusedCode.TOKEN);
            }
        }

        @Test
        void fails_the_futures() throws IOException {
            try (Peer peer = new Peer(session -> {
                        session.open();
                        session.next();
                    });
                    RemoteProcess process = RemoteProcess.connect(peer.uri())) {
                CompletableFuture<Long> load = process.loadAsync(Width.WORD, 0);

                assertThatThrownBy(load::join).hasCauseInstanceOf(ConnectionLostException.class);
            }
        }
    }

    @Nested
    class That_is_silent {
        @Test
        void in_the_opening_meets_the_deadline() throws IOException {
            try (Peer peer = new Peer(Peer.Session::beSilent)) {
                assertThatThrownBy(() ->
                                RemoteProcess.to(peer.uri()).deadline(SHORT).connect())
                        .isInstanceOf(DeadlineException.class);
            }
        }

        @Test
        void leaves_a_connection_that_can_be_used() throws Exception {
            CountDownLatch late = new CountDownLatch(1);
            try (Peer peer = new Peer(session -> {
                        session.open();
                        Request first = session.next();
                        await(late);
                        session.send(new Loaded(first.requestId(), Opcode.LOAD, 1, 1));
                        session.send(new Loaded(session.next().requestId(), Opcode.LOAD, 2, 2));
                        session.beSilent();
                    });
                    RemoteProcess process = RemoteProcess.to(peer.uri())
                            .deadline(Duration.ofMillis(200))
                            .connect()) {
                DeadlineException failure =
                        catchThrowableOfType(DeadlineException.class, () -> process.load(Width.WORD, 0));
                late.countDown();

                assertThat(failure.isConnectionUsable()).isTrue();
                assertThat(failure.execution()).isEqualTo(Execution.UNKNOWN);
                assertThat(process.load(Width.WORD, 4)).isEqualTo(2);
                process.kill();
            }
        }

        @Test
        void does_not_touch_the_buffer_of_a_caller_who_gave_up() throws Exception {
            CountDownLatch late = new CountDownLatch(1);
            try (Peer peer = new Peer(session -> {
                        session.open();
                        LoadBlock first = (LoadBlock) session.next();
                        await(late);
                        ByteBuf data = Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4});
                        session.send(new Part(first.requestId(), first.opcode(), 0, 4, data));
                        session.send(new Loaded(session.next().requestId(), Opcode.LOAD, 2, 2));
                        session.beSilent();
                    });
                    RemoteProcess process = RemoteProcess.to(peer.uri())
                            .deadline(Duration.ofMillis(200))
                            .connect()) {
                ByteBuffer into = ByteBuffer.allocate(4);
                assertThatThrownBy(() -> process.loadBlock(Width.WORD, 0, 0, into))
                        .isInstanceOf(DeadlineException.class);
                late.countDown();
                process.load(Width.WORD, 4);

                assertThat(into.array()).containsOnly(0);
                process.kill();
            }
        }

        @Test
        void and_does_not_read_meets_the_deadline_and_says_that_the_connection_is_gone() throws IOException {
            CountDownLatch over = new CountDownLatch(1);
            try (Peer peer = new Peer(session -> {
                        session.open();
                        await(over);
                    });
                    RemoteProcess process =
                            RemoteProcess.to(peer.uri()).deadline(SHORT).connect()) {
                DeadlineException failure = catchThrowableOfType(DeadlineException.class, () -> {
                    for (int i = 0; i < 10_000_000; i++) {
                        process.post(Width.WORD, 0, 0);
                    }
                });
                over.countDown();

                assertThat(failure.isConnectionUsable()).isFalse();
                assertThat(process.isAlive()).isFalse();
            }
        }

        @Test
        void meets_the_deadline_of_a_future() throws IOException {
            try (Peer peer = new Peer(firstAnswer((request, session) -> {}));
                    RemoteProcess process =
                            RemoteProcess.to(peer.uri()).deadline(SHORT).connect()) {
                assertThatThrownBy(() -> process.loadAsync(Width.WORD, 0).join())
                        .hasCauseInstanceOf(DeadlineException.class);
                process.kill();
            }
        }
    }

    @Test
    @Tag("FC-1")
    void a_server_that_waits_for_its_replies_to_be_read_is_not_waited_for() throws IOException {
        try (Peer peer = new Peer(session -> {
                    session.open(Map.of());
                    while (true) {
                        Request request = session.next();
                        session.send(
                                request instanceof Load
                                        ? new Loaded(request.requestId(), Opcode.LOAD, 1, 1)
                                        : new Done(request.requestId(), request.opcode()));
                    }
                });
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            Pipeline pipeline = process.pipeline();
            for (int i = 0; i < 20_000; i++) {
                pipeline.load(Width.WORD, 0);
            }
            pipeline.complete();

            assertThat(pipeline.value(19_999)).isEqualTo(1);
        }
    }

    @Test
    void a_failure_of_an_unknown_family_is_told_all_the_same() throws IOException {
        try (Peer peer = new Peer(firstAnswer((request, session) -> {
                    Failure known = PeerMachine.fault(request);
                    session.send(new Failure(request.requestId(), Opcode.LOAD.number(), 0x7F00_0001L, known.detail()));
                }));
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            assertThatThrownBy(() -> process.load(Width.WORD, 0)).isInstanceOf(IomapException.class);
            process.kill();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IOException("the test is over");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
