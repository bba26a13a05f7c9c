package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Done;
import org.iomap.protocol.DriveLine;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Faulted;
import org.iomap.protocol.Fence;
import org.iomap.protocol.InterruptRaised;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.LoadRepeated;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Part;
import org.iomap.protocol.PhysicalLoad;
import org.iomap.protocol.Ping;
import org.iomap.protocol.Signal;
import org.iomap.protocol.Store;
import org.iomap.protocol.StoreBlock;
import org.iomap.protocol.Stored;
import org.iomap.protocol.TerminalOutput;
import org.iomap.protocol.Wait;
import org.iomap.protocol.Waited;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final long FOREVER = Long.MAX_VALUE;
    private static final long IER = 0x801;
    private static final long TRANSMITTER_EMPTY = 2;

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

    @Test
    @Tag("OR-1")
    void a_load_sees_every_store_before_it_answered_or_posted() {
        long window = peer.map("/dev/gsc0");
        ByteBuf all = Unpooled.buffer();
        for (int i = 1; i <= 200; i++) {
            ByteBuf store = i % 2 == 0
                    ? Peer.bytes(new Store(1000 + i, Width.WORD, window, i))
                    : Peer.posted(new Store(1000 + i, Width.WORD, window, i));
            all.writeBytes(store).writeBytes(Peer.bytes(new Load(i, Width.WORD, window)));
        }
        peer.send(all);

        long sequence = 0;
        for (int i = 1; i <= 200; i++) {
            if (i % 2 == 0) {
                Stored stored = peer.reply(Stored.class);
                assertThat(stored.sequence()).isGreaterThan(sequence);
                sequence = stored.sequence();
            }
            Loaded loaded = peer.reply(Loaded.class);
            assertThat(loaded.requestId()).isEqualTo(i);
            assertThat(loaded.value()).isEqualTo(i);
            assertThat(loaded.sequence()).isGreaterThan(sequence);
            sequence = loaded.sequence();
        }
    }

    @Test
    @Tag("OR-2")
    void an_access_is_one_event_at_the_device() {
        long window = peer.map("/dev/gsc0");
        Stored first = peer.ask(new Store(1, Width.DOUBLEWORD, window, 0x0102_0304_0506_0708L), Stored.class);
        Loaded second = peer.ask(new Load(2, Width.DOUBLEWORD, window), Loaded.class);

        assertThat(second.value()).isEqualTo(0x0102_0304_0506_0708L);
        assertThat(second.sequence()).isEqualTo(first.sequence() + 1);
    }

    @Nested
    @Tag("OR-3")
    class A_posted_store_that_fails {
        @Test
        void is_told_by_the_next_fence_once() {
            peer.post(new Store(7, Width.WORD, 0x1000, 1), new Store(8, Width.WORD, 0x2000, 1));
            Failure failure = peer.fail(new Fence(9));

            assertThat(failure.code()).isEqualTo(BusCode.NO_MAPPING.number());
            assertThat(failure.detail().address()).isEqualTo(0x1000);
            assertThat(failure.detail().signal()).isEqualTo(Signal.SIGSEGV.number());
            assertThat(failure.detail().sequence()).isEqualTo(1);
            peer.ask(new Fence(10), Done.class);
        }

        @Test
        @Tag("EV-4")
        void is_an_event_for_who_subscribed() {
            long subscription = peer.subscribe(EventKind.FAULT, "");
            peer.post(new Store(7, Width.WORD, 0x1000, 1), new Store(0, Width.HALFWORD, 0x2000, 1));

            Faulted first = peer.event(Faulted.class);
            assertThat(first.subscription()).isEqualTo(subscription);
            assertThat(first.sequence()).isEqualTo(1);
            assertThat(first.target()).isEqualTo(7);
            assertThat(first.failure().address()).isEqualTo(0x1000);
            assertThat(first.failure().sequence()).isEqualTo(2);
            Faulted second = peer.event(Faulted.class);
            assertThat(second.sequence()).isEqualTo(2);
            assertThat(second.target()).isZero();
            assertThat(second.failure().width()).isEqualTo(2);
        }

        @Test
        void is_told_before_the_reply_to_the_next_request() {
            peer.subscribe(EventKind.FAULT, "");
            peer.send(
                    Unpooled.wrappedBuffer(Peer.posted(new Store(7, Width.WORD, 0x1000, 1)), Peer.bytes(new Ping(8))));

            assertThat(peer.next().opcode()).isEqualTo(Opcode.FAULT);
            assertThat(peer.next().opcode()).isEqualTo(Opcode.PING);
        }

        @Test
        void in_a_block_says_how_many_elements_were_stored() {
            long window = peer.map("/dev/lasi0");
            peer.post(new StoreBlock(7, Width.WORD, window + 0x10, 0, Unpooled.wrappedBuffer(new byte[16])));

            Failure failure = peer.fail(new Fence(9));

            assertThat(failure.code()).isEqualTo(BusCode.HOLE.number());
            assertThat(failure.detail().completed()).isEqualTo(1);
            assertThat(failure.detail().address()).isEqualTo(window + 0x14);
        }

        @Test
        void is_remembered_for_its_own_connection_alone() {
            try (Service service = Service.start();
                    Peer guilty = Peer.at(service.uri());
                    Peer other = Peer.at(service.uri())) {
                guilty.post(new Store(7, Width.WORD, 0x1000, 1)).ask(new Ping(8), Done.class);

                other.ask(new Fence(1), Done.class);
                guilty.fail(new Fence(9));
            }
        }
    }

    @Test
    @Tag("OR-4")
    void a_fence_is_answered_after_every_request_before_it() {
        long window = peer.map("/dev/gsc0");
        peer.send(Unpooled.wrappedBuffer(
                Peer.posted(new Store(1, Width.WORD, window, 1)),
                Peer.bytes(new Load(2, Width.WORD, window), new Fence(3), new Load(4, Width.WORD, window))));

        assertThat(List.of(peer.next().id(), peer.next().id(), peer.next().id()))
                .containsExactly(2L, 3L, 4L);
    }

    @Test
    @Tag("OR-4")
    void what_was_answered_to_one_is_seen_by_another() {
        try (Service service = Service.start();
                Peer one = Peer.at(service.uri());
                Peer two = Peer.at(service.uri())) {
            long window = one.map("/dev/gsc0");
            long physical = 0xF400_0000L;
            for (int i = 0; i < 100; i++) {
                Stored stored = one.ask(new Store(one.id(), Width.WORD, window, i), Stored.class);
                Loaded loaded = two.ask(new PhysicalLoad(two.id(), Width.WORD, physical), Loaded.class);

                assertThat(loaded.value()).isEqualTo(i);
                assertThat(loaded.sequence()).isEqualTo(stored.sequence() + 1);
            }
        }
    }

    @Nested
    @Tag("OR-5")
    class An_event {
        private long window;

        @BeforeEach
        void map() {
            window = peer.map("/dev/uart0");
        }

        @Test
        void comes_before_the_reply_to_the_access_that_caused_it() {
            peer.subscribe(EventKind.INTERRUPT, "lasi.5");
            peer.send(new Store(7, Width.BYTE, window + IER, TRANSMITTER_EMPTY));

            assertThat(peer.next().opcode()).isEqualTo(Opcode.INTERRUPT);
            assertThat(peer.next().id()).isEqualTo(7);
        }

        @Test
        void comes_before_the_reply_to_the_fence_after_a_posted_store() {
            peer.subscribe(EventKind.INTERRUPT, "lasi.5");
            peer.send(Unpooled.wrappedBuffer(
                    Peer.posted(new Store(7, Width.BYTE, window + IER, TRANSMITTER_EMPTY)), Peer.bytes(new Fence(8))));

            assertThat(peer.next().opcode()).isEqualTo(Opcode.INTERRUPT);
            assertThat(peer.next().id()).isEqualTo(8);
        }

        @Test
        void comes_between_the_replies_of_one_stretch_of_accesses() {
            peer.subscribe(EventKind.INTERRUPT, "lasi.5");
            peer.send(
                    new Load(1, Width.BYTE, window + IER),
                    new Store(2, Width.BYTE, window + IER, TRANSMITTER_EMPTY),
                    new Load(3, Width.BYTE, window + IER),
                    new Load(4, Width.BYTE, window + IER));

            assertThat(peer.next().id()).isEqualTo(1);
            assertThat(peer.next().opcode()).isEqualTo(Opcode.INTERRUPT);
            assertThat(peer.next().id()).isEqualTo(2);
            assertThat(peer.reply(Loaded.class).value()).isEqualTo(TRANSMITTER_EMPTY);
            assertThat(peer.next().id()).isEqualTo(4);
        }

        @Test
        void comes_before_the_answer_when_the_access_is_part_of_a_large_one() {
            desk.host().machine().ioSpace().add(0xF1F0_0000L, new RaisingRegion(desk.host(), "lasi.9"), "raiser");
            peer.ask(new org.iomap.protocol.Mknod(1, 0020666, 64 << 24 | 0x1f0001, "/dev/raiser"), Done.class);
            long raiser = peer.map("/dev/raiser");
            peer.subscribe(EventKind.INTERRUPT, "lasi.9");
            peer.send(new LoadRepeated(7, Width.WORD, raiser, 1000), new Ping(8));

            assertThat(peer.next().event()).isInstanceOf(InterruptRaised.class);
            Part part = peer.reply(Part.class);
            assertThat(part.requestId()).isEqualTo(7);
            assertThat(part.data().readableBytes()).isEqualTo(4000);
            assertThat(part.data().getInt(3996)).isEqualTo(1000);
            assertThat(peer.next().id()).isEqualTo(8);
        }

        @Test
        void of_another_connection_is_sent_before_the_reply_to_the_access() {
            try (Service service = Service.start();
                    Peer actor = Peer.at(service.uri());
                    Peer listener = Peer.at(service.uri())) {
                listener.subscribe(EventKind.TERMINAL, "uart0");
                long uart = actor.map("/dev/uart0");
                actor.store(Width.BYTE, uart + 0x800, 'x');

                TerminalOutput output = listener.event(TerminalOutput.class);
                assertThat(output.data().getByte(0)).isEqualTo((byte) 'x');
            }
        }
    }

    @Nested
    @Tag("OR-6")
    class Replies {
        @Test
        void come_in_the_order_of_the_requests_but_for_a_wait() {
            long subscription = peer.subscribe(EventKind.INTERRUPT, "lasi.9");
            peer.send(
                    new Ping(1),
                    new Wait(2, subscription, FOREVER),
                    new Ping(3),
                    new DriveLine(4, 1, "lasi.9"),
                    new Ping(5));

            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(peer.next().id());
            }
            assertThat(ids).containsExactly(1L, 3L, 2L, 4L, 5L);
        }

        @Test
        void to_a_wait_for_what_has_happened_come_at_once() {
            long subscription = peer.subscribe(EventKind.INTERRUPT, "lasi.9");
            peer.send(new DriveLine(1, 1, "lasi.9"), new Wait(2, subscription, FOREVER));

            assertThat(peer.reply(Done.class).requestId()).isEqualTo(1);
            assertThat(peer.reply(Waited.class)).isEqualTo(new Waited(2, 1, 1));
        }
    }

    @Nested
    @Tag("OR-7")
    @Tag("DC-2")
    class Before_any_effect {
        @Test
        void alignment_is_checked() {
            long window = peer.map("/dev/gsc0");
            long before = desk.host().accesses();

            Failure failure = peer.fail(new Store(1, Width.WORD, window + 2, 1));

            assertThat(failure.code()).isEqualTo(BusCode.ALIGNMENT.number());
            assertThat(failure.detail().rule()).isEqualTo(23);
            assertThat(failure.detail().signal()).isEqualTo(Signal.SIGBUS.number());
            assertThat(desk.host().accesses()).isEqualTo(before);
        }

        @Test
        void width_is_checked() {
            ByteBuf store = Peer.bytes(new Store(1, Width.WORD, 0xF400_0000L, 1));
            store.setInt(12, 3);
            peer.send(store);

            assertThat(peer.reply(Failure.class).code()).isEqualTo(org.iomap.protocol.ProtocolCode.WIDTH.number());
        }

        @Test
        void the_end_of_the_window_is_checked() {
            long window = peer.map("/dev/lasi0");
            long before = desk.host().accesses();

            Failure failure = peer.fail(new Load(1, Width.WORD, window + 0x10_0000));

            assertThat(failure.code()).isEqualTo(BusCode.NO_MAPPING.number());
            assertThat(desk.host().accesses()).isEqualTo(before);
        }

        @Test
        @Tag("DC-1")
        void a_range_that_leaves_the_address_space_is_refused() {
            for (long address : new long[] {0xFFFF_FFFCL, -4, 0x1_0000_0000L, Long.MAX_VALUE - 3}) {
                Failure failure = peer.fail(new LoadBlock(peer.id(), Width.WORD, address, 2, 0));

                assertThat(failure.code())
                        .as("0x%x", address)
                        .isEqualTo(org.iomap.protocol.ProtocolCode.PAYLOAD.number());
            }
        }

        @Test
        @Tag("DC-1")
        void an_address_of_more_than_32_bits_is_no_mapping() {
            peer.map("/dev/gsc0");

            Failure failure = peer.fail(new Load(1, Width.WORD, 0x1_F400_0000L));

            assertThat(failure.code()).isEqualTo(BusCode.NO_MAPPING.number());
        }
    }

    @Test
    @Tag("OR-5")
    void data_comes_before_the_interrupt_that_it_raises() {
        long window = peer.map("/dev/uart0");
        peer.subscribe(EventKind.TERMINAL, "uart0");
        peer.subscribe(EventKind.INTERRUPT, "lasi.5");
        peer.store(Width.BYTE, window + IER, TRANSMITTER_EMPTY);
        peer.event(InterruptRaised.class);
        peer.send(new Store(7, Width.BYTE, window + 0x800, 'x'));

        List<Frame> frames = List.of(peer.next(), peer.next());
        assertThat(frames).extracting(Frame::type).containsExactlyInAnyOrder(MessageType.EVENT, MessageType.REPLY);
        assertThat(frames).extracting(Frame::opcode).contains(Opcode.TERMINAL_OUTPUT);
    }
}
