package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.iomap.protocol.Cancel;
import org.iomap.protocol.Close;
import org.iomap.protocol.Done;
import org.iomap.protocol.Dup;
import org.iomap.protocol.Errno;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Family;
import org.iomap.protocol.Fence;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.Header;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Ioctl;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Load;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Open;
import org.iomap.protocol.Opened;
import org.iomap.protocol.Ping;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Wait;
import org.iomap.protocol.Waited;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final long FOREVER = Long.MAX_VALUE;

    private final Desk desk = Desk.ofOwner();
    private Peer peer;

    @BeforeEach
    void open() {
        peer = desk.open();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Nested
    @Tag("RQ-1")
    class An_id {
        private void expectDuplicate(ByteBuf bytes, int repliesBefore) {
            peer.send(bytes);

            List<Frame> frames = peer.rest();
            assertThat(frames).hasSize(repliesBefore + 1);
            Failure failure = frames.get(repliesBefore).error();
            assertThat(failure.code()).isEqualTo(ProtocolCode.DUPLICATE_ID.number());
            assertThat(failure.requestId()).isEqualTo(500);
        }

        @Test
        void in_flight_twice_ends_the_connection() {
            expectDuplicate(Peer.bytes(new Getpid(500), new Getpid(500)), 1);
        }

        @Test
        void in_flight_twice_ends_the_connection_in_any_order() {
            expectDuplicate(Peer.bytes(new Getpid(501), new Getpid(500), new Getpid(499), new Getpid(500)), 3);
        }

        @Test
        void in_flight_twice_ends_the_connection_for_loads_too() {
            peer.map("/dev/gsc0");
            expectDuplicate(
                    Peer.bytes(new Load(500, Width.WORD, 0xF400_0000L), new Load(500, Width.WORD, 0xF400_0000L)), 1);
        }

        @Test
        void of_a_request_that_blocks_is_in_flight_until_its_answer() {
            long subscription = peer.subscribe(EventKind.INTERRUPT, "lasi.9");
            peer.send(new Wait(500, subscription, FOREVER));
            expectDuplicate(Peer.bytes(new Getpid(500)), 0);
        }

        @Test
        void may_be_used_again_after_its_answer() {
            for (int i = 0; i < 3; i++) {
                assertThat(peer.ask(new Getpid(500), Identity.class).requestId())
                        .isEqualTo(500);
            }
        }

        @Test
        void may_be_any_number() {
            for (long id : new long[] {0xFFFF_FFFFL, 1, 0x8000_0000L}) {
                assertThat(peer.ask(new Getpid(id), Identity.class).requestId()).isEqualTo(id);
            }
        }

        @Test
        void of_0_wants_no_reply() {
            peer.send(new Getpid(0), new Open(0, 0, "/dev/null"), new Ping(0), new Ping(7));

            assertThat(peer.next().reply()).isEqualTo(new Done(7, Opcode.PING));
        }
    }

    @Test
    @Tag("RQ-2")
    void every_id_gets_exactly_one_final_reply_with_its_opcode() {
        ByteBuf all = Unpooled.buffer();
        for (int id = 1; id <= 1000; id++) {
            all.writeBytes(Peer.bytes(id % 3 == 0 ? new Getpid(id) : id % 3 == 1 ? new Fence(id) : new Close(id, id)));
        }
        peer.send(all);

        Set<Long> answered = new HashSet<>();
        for (int id = 1; id <= 1000; id++) {
            Frame frame = peer.next();
            assertThat(frame.type()).isEqualTo(MessageType.REPLY);
            assertThat(frame.opcode())
                    .isEqualTo(id % 3 == 0 ? Opcode.GETPID : id % 3 == 1 ? Opcode.FENCE : Opcode.CLOSE);
            answered.add(frame.id());
        }
        assertThat(answered).hasSize(1000);
    }

    @Nested
    @Tag("RQ-3")
    class A_handle {
        @Test
        void that_was_closed_never_reaches_a_new_object() {
            long first = peer.open("/dev/gsc0");
            peer.ask(new Close(peer.id(), first), Done.class);
            long second = peer.open("/dev/gsc0");

            assertThat(second).isNotEqualTo(first);
            Failure failure = peer.fail(new Ioctl(peer.id(), Peer.IOMAPMAP, first, 0));
            assertThat(failure.family()).isEqualTo(Family.ERRNO);
            assertThat(failure.code()).isEqualTo(Errno.EBADF.number());
        }

        @Test
        @Tag("RQ-4")
        void closed_twice_closes_nothing_else() {
            long first = peer.open("/dev/gsc0");
            long second = peer.ask(new Dup(peer.id(), first), Opened.class).handle();
            peer.ask(new Close(peer.id(), first), Done.class);

            assertThat(peer.fail(new Close(peer.id(), first)).code()).isEqualTo(Errno.EBADF.number());
            peer.ask(new Ioctl(peer.id(), Peer.IOMAPMAP, second, 0), org.iomap.protocol.Controlled.class);
        }

        @Test
        @Tag("RQ-4")
        void that_was_made_up_is_EBADF() {
            peer.open("/dev/gsc0");
            for (long handle : new long[] {0, 3, -1, Long.MIN_VALUE, 0x1_0000_0004L, 0xFFFF_FFFFL}) {
                assertThat(peer.fail(new Close(peer.id(), handle)).code()).isEqualTo(Errno.EBADF.number());
            }
        }
    }

    @Nested
    @Tag("RQ-5")
    class Cancel_of {
        private long subscription;

        @BeforeEach
        void subscribe() {
            subscription = peer.subscribe(EventKind.INTERRUPT, "lasi.9");
        }

        @Test
        void a_wait_ends_it_in_one_reply() {
            peer.send(new Wait(500, subscription, FOREVER), new Cancel(501, 500), new Ping(502));

            Failure failure = (Failure) peer.next().reply();
            assertThat(failure.requestId()).isEqualTo(500);
            assertThat(failure.opcode()).isEqualTo(Opcode.WAIT);
            assertThat(failure.code()).isEqualTo(RefusedCode.CANCELLED.number());
            assertThat(failure.detail().execution()).isEqualTo(Execution.NOT_EXECUTED.number());
            assertThat(peer.next().reply()).isEqualTo(new Done(501, Opcode.CANCEL));
            assertThat(peer.next().reply()).isEqualTo(new Done(502, Opcode.PING));
            assertThat(desk.host().statistics().queueDepth()).isZero();
        }

        @Test
        void a_wait_that_has_ended_does_nothing() {
            peer.ask(new Wait(500, subscription, 0), Waited.class);

            peer.ask(new Cancel(501, 500), Done.class);
            peer.ask(new Ping(502), Done.class);
        }

        @Test
        void a_request_that_never_was_does_nothing() {
            peer.ask(new Cancel(501, 4711), Done.class);
            peer.ask(new Cancel(502, 0), Done.class);
            peer.ask(new Cancel(503, 503), Done.class);
        }

        @Test
        void a_wait_lets_the_next_one_wait() {
            peer.send(new Wait(500, subscription, FOREVER), new Cancel(501, 500));
            peer.next();
            peer.next();
            peer.send(new Wait(500, subscription, FOREVER), new Cancel(501, 500));

            assertThat(((Failure) peer.next().reply()).requestId()).isEqualTo(500);
        }
    }

    @Test
    @Tag("RQ-6")
    void a_failure_says_that_nothing_was_carried_out() {
        assertThat(peer.fail(new Load(peer.id(), Width.WORD, 0x1000)).detail().execution())
                .isEqualTo(Execution.NOT_EXECUTED.number());
        assertThat(peer.fail(new Open(peer.id(), 0, "/dev/nothing")).detail().execution())
                .isEqualTo(Execution.NOT_EXECUTED.number());
    }

    @Test
    @Tag("ER-4")
    void an_unknown_opcode_is_answered_and_the_connection_stays() {
        for (int opcode : new int[] {0x000A, 0x7FFF, 0xFFFF, 0x0000, 0x0101}) {
            ByteBuf frame = Peer.bytes(new Ping(9));
            frame.setShort(Header.OPCODE_AT, opcode);
            peer.send(frame);

            Failure failure = (Failure) peer.next().reply();
            assertThat(failure.code()).isEqualTo(ProtocolCode.UNSUPPORTED.number());
            assertThat(failure.opcodeNumber()).isEqualTo(opcode);
            assertThat(failure.requestId()).isEqualTo(9);
        }
        peer.ask(new Ping(10), Done.class);
    }

    @Test
    @Tag("HS-8")
    @Tag("RQ-4")
    void a_refusal_names_the_limit_that_was_met() {
        try (Desk small = new Desk()) {
            Peer modest = small.open(Peer.limit(Limit.DESCRIPTORS, 2));
            modest.open("/dev/null");
            modest.open("/dev/null");

            Failure failure = modest.fail(new Open(9, 2, "/dev/null"));

            assertThat(failure.code()).isEqualTo(Errno.EMFILE.number());
            assertThat(failure.detail().limit()).isEqualTo(Limit.DESCRIPTORS.number());
        }
    }
}
