package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.iomap.protocol.Batch;
import org.iomap.protocol.BatchDone;
import org.iomap.protocol.BatchEntry;
import org.iomap.protocol.BatchResult;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Compare;
import org.iomap.protocol.Compared;
import org.iomap.protocol.Done;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Family;
import org.iomap.protocol.Fill;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.LoadRepeated;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.Part;
import org.iomap.protocol.Ping;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Signal;
import org.iomap.protocol.StoreBlock;
import org.iomap.protocol.StoreRepeated;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TransfersTest {
    private static final int FILL = 0x5A5A_5A5A;

    private final Desk desk = Desk.ofOwner();
    private Peer peer;
    private long window;

    @BeforeEach
    void open() {
        peer = desk.open();
        window = peer.map("/dev/gsc0");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    @Tag("BT-1")
    void ten_thousand_requests_may_be_in_the_pipe() {
        ByteBuf all = Unpooled.buffer();
        for (int id = 1; id <= 10_000; id++) {
            all.writeBytes(
                    Peer.bytes(id % 100 == 0 ? new Ping(id) : new Load(id, Width.WORD, window + 4L * (id % 64))));
        }
        peer.send(all);

        for (int id = 1; id <= 10_000; id++) {
            assertThat(peer.next().id()).isEqualTo(id);
        }
    }

    @Nested
    @Tag("BT-2")
    class A_batch {
        private BatchEntry load(long address) {
            return new BatchEntry(BatchEntry.LOAD, 4, address, 0);
        }

        private BatchEntry store(long address, long value) {
            return new BatchEntry(BatchEntry.STORE, 4, address, value);
        }

        private List<BatchResult> batch(long mode, BatchEntry... entries) {
            return peer.ask(new Batch(peer.id(), mode, List.of(entries)), BatchDone.class)
                    .results();
        }

        @Test
        void runs_in_order() {
            assertThat(batch(0, store(window, 1), load(window), store(window, 2), load(window)))
                    .extracting(BatchResult::value)
                    .containsExactly(0L, 1L, 0L, 2L);
        }

        @Test
        void stops_at_the_first_failure_in_mode_0() {
            List<BatchResult> results = batch(0, store(window, 1), load(0x1000), store(window, 2));

            assertThat(results).hasSize(2);
            assertThat(results.get(1).status()).isEqualTo(Failure.status(Family.BUS, BusCode.NO_MAPPING.number()));
            assertThat(results.get(1).signal()).isEqualTo(Signal.SIGSEGV.number());
            assertThat(peer.load(Width.WORD, window)).isEqualTo(1);
        }

        @Test
        void goes_on_in_mode_1() {
            assertThat(batch(1, store(window, 1), load(0x1000), store(window, 2)))
                    .hasSize(3);
            assertThat(peer.load(Width.WORD, window)).isEqualTo(2);
        }

        @Test
        @Tag("DC-2")
        void is_checked_whole_before_its_first_entry_runs() {
            ByteBuf batch = Peer.bytes(new Batch(7, 0, List.of(store(window, 9), load(window))));
            batch.setShort(batch.readableBytes() - 24 - 8 + 2, 3);
            peer.store(Width.WORD, window, 1);
            for (int at = 24; at < batch.readableBytes() - 1; at++) {
                if (batch.getShort(at) == 1 && batch.getShort(at + 2) == 4) {
                    batch.setShort(at + 2, 3);
                }
            }
            peer.send(batch);

            assertThat(peer.reply(Failure.class).family()).isEqualTo(Family.PROTOCOL);
            assertThat(peer.load(Width.WORD, window)).isEqualTo(1);
        }

        @Test
        void of_an_unknown_mode_is_refused() {
            assertThat(peer.fail(new Batch(7, 2, List.of(store(window, 1)))).code())
                    .isEqualTo(ProtocolCode.PAYLOAD.number());
        }

        @Test
        void of_nothing_is_done() {
            assertThat(batch(0)).isEmpty();
        }

        @Test
        @Tag("HS-8")
        void has_at_most_the_entries_that_were_agreed() {
            try (Desk small = new Desk()) {
                Peer modest = small.open(Peer.limit(Limit.BATCH_ENTRIES, 2));
                modest.ask(new Batch(2, 1, List.of(load(0), load(0))), BatchDone.class);

                Failure failure = modest.fail(new Batch(3, 1, List.of(load(0), load(0), load(0))));

                assertThat(failure.code()).isEqualTo(RefusedCode.LIMIT.number());
                assertThat(failure.detail().limit()).isEqualTo(Limit.BATCH_ENTRIES.number());
            }
        }
    }

    @Nested
    @Tag("BT-3")
    class A_burst {
        @Test
        void of_an_advancing_address_stores_and_loads_a_block() {
            peer.ask(
                    new StoreBlock(
                            1,
                            Width.WORD,
                            window,
                            0,
                            Unpooled.buffer().writeInt(1).writeInt(2).writeInt(3)),
                    Done.class);

            Part part = peer.ask(new LoadBlock(2, Width.HALFWORD, window + 2, 5, 0), Part.class);
            assertThat(part.total()).isEqualTo(10);
            assertThat(part.offset()).isZero();
            assertThat(part.data()).isEqualTo(Unpooled.copyShort(1, 0, 2, 0, 3));
        }

        @Test
        void has_a_stride() {
            peer.ask(
                    new StoreBlock(1, Width.BYTE, window, 4, Unpooled.wrappedBuffer(new byte[] {1, 2, 3})), Done.class);

            assertThat(peer.load(Width.WORD, window + 4)).isEqualTo(0x0200_0000);
            Part part = peer.ask(new LoadBlock(2, Width.BYTE, window, 3, 4), Part.class);
            assertThat(part.data()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
        }

        @Test
        void of_a_repeated_address_empties_a_fifo() {
            long uart = peer.map("/dev/uart0") + 0x800;
            peer.store(Width.BYTE, uart + 2, 1);
            peer.store(Width.BYTE, uart + 4, 0x10);
            peer.ask(
                    new StoreRepeated(1, Width.BYTE, uart, Unpooled.wrappedBuffer(new byte[] {'a', 'b', 'c'})),
                    Done.class);

            Part part = peer.ask(new LoadRepeated(2, Width.BYTE, uart, 3), Part.class);
            assertThat(part.data()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {'a', 'b', 'c'}));
        }

        @Test
        void that_fails_says_how_many_were_done_and_where_it_failed() {
            long lasi = peer.map("/dev/lasi0");

            Failure failure = peer.fail(new LoadBlock(7, Width.WORD, lasi, 8, 0));

            assertThat(failure.code()).isEqualTo(BusCode.HOLE.number());
            assertThat(failure.detail().completed()).isEqualTo(5);
            assertThat(failure.detail().address()).isEqualTo(lasi + 0x14);
            assertThat(failure.detail().width()).isEqualTo(4);
            assertThat(failure.detail().direction()).isEqualTo(1);
        }

        @Test
        void has_a_stride_of_whole_elements() {
            assertThat(peer.fail(new LoadBlock(7, Width.WORD, window, 2, 6)).code())
                    .isEqualTo(ProtocolCode.PAYLOAD.number());
            assertThat(peer.fail(new StoreBlock(
                                    8, Width.WORD, window, 2, Unpooled.buffer().writeInt(1)))
                            .code())
                    .isEqualTo(ProtocolCode.PAYLOAD.number());
        }

        @Test
        void stores_whole_elements() {
            ByteBuf store =
                    Peer.bytes(new StoreBlock(7, Width.BYTE, window, 0, Unpooled.wrappedBuffer(new byte[] {1, 2, 3})));
            store.setInt(12, 2);
            peer.send(store);

            assertThat(peer.reply(Failure.class).code()).isEqualTo(ProtocolCode.PAYLOAD.number());
            assertThat(peer.load(Width.WORD, window)).isZero();
        }
    }

    @Nested
    @Tag("BT-4")
    class A_large_answer {
        @Test
        @Tag("DC-2")
        void is_refused_before_the_first_load_when_it_has_too_many_elements() {
            long before = desk.host().accesses();

            Failure failure = peer.fail(new LoadBlock(7, Width.BYTE, window, 65537, 0));

            assertThat(failure.code()).isEqualTo(RefusedCode.LIMIT.number());
            assertThat(failure.detail().limit()).isEqualTo(Limit.TRANSFER_ELEMENTS.number());
            assertThat(desk.host().accesses()).isEqualTo(before);
        }

        @Test
        void is_refused_when_the_credit_does_not_cover_it() {
            try (Desk small = new Desk()) {
                Peer modest = small.open(Peer.limit(Limit.BYTES_IN_FLIGHT, 1000));
                long at = modest.map("/dev/gsc0");
                modest.ask(new LoadBlock(8, Width.WORD, at, 250, 0), Part.class);

                Failure failure = modest.fail(new LoadBlock(9, Width.WORD, at, 251, 0));

                assertThat(failure.detail().limit()).isEqualTo(Limit.BYTES_IN_FLIGHT.number());
                assertThat(failure.detail().value()).isEqualTo(1004);
            }
        }

        @Test
        @Tag("DC-1")
        void of_more_than_63_bits_is_refused() {
            long before = desk.host().accesses();
            for (long count : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, 1L << 61, 1L << 62}) {
                for (var request : List.of(
                        new LoadRepeated(peer.id(), Width.WORD, window, count),
                        new LoadBlock(peer.id(), Width.DOUBLEWORD, window, count, 0),
                        new Fill(peer.id(), Width.WORD, window, count, 1),
                        new Compare(peer.id(), Width.WORD, window, count, 1))) {
                    peer.fail(request);
                    assertThat(desk.host().accesses()).isEqualTo(before);
                }
            }
        }
    }

    @Nested
    @Tag("BT-5")
    class Parts {
        @Test
        void come_in_order_and_the_last_one_has_no_mark() {
            ByteBuf pattern = Unpooled.buffer();
            for (int i = 0; i < 16_000; i++) {
                pattern.writeInt(i * 0x9E37_79B9);
            }
            peer.ask(new StoreBlock(peer.id(), Width.WORD, window, 0, pattern), Done.class);
            try (Desk small = Desk.ofOwner()) {
                Peer modest = small.open(Peer.limit(Limit.MESSAGE_BYTES, 4096));
                long at = modest.map("/dev/gsc0");
                ByteBuf rest = pattern.duplicate();
                for (int offset = 0; rest.isReadable(); offset += 4000) {
                    modest.ask(
                            new StoreBlock(modest.id(), Width.WORD, at + offset, 0, rest.readSlice(4000)), Done.class);
                }
                modest.send(new LoadBlock(7, Width.WORD, at, 16_000, 0), new Ping(8));

                ByteBuf got = Unpooled.buffer();
                boolean more = true;
                while (more) {
                    Frame frame = modest.next();
                    more = frame.hasMore();
                    Part part = (Part) frame.reply();
                    assertThat(frame.bytes().readableBytes()).isLessThanOrEqualTo(4096);
                    assertThat(part.requestId()).isEqualTo(7);
                    assertThat(part.offset()).isEqualTo(got.readableBytes());
                    assertThat(part.total()).isEqualTo(64_000);
                    got.writeBytes(part.data().duplicate());
                }
                assertThat(got).isEqualTo(pattern);
                assertThat(modest.next().id()).isEqualTo(8);
            }
        }

        @Test
        void may_end_in_a_failure() {
            try (Desk small = Desk.ofOwner()) {
                Peer modest = small.open(Peer.limit(Limit.MESSAGE_BYTES, 4096));
                long at = modest.map("/dev/hptv0_tc");
                long end = at + 0x20_0000;
                modest.send(new LoadBlock(7, Width.WORD, end - 6000, 2000, 0), new Ping(8));

                Frame first = modest.next();
                assertThat(first.hasMore()).isTrue();
                Failure failure = modest.reply(Failure.class);
                assertThat(failure.requestId()).isEqualTo(7);
                assertThat(failure.detail().completed()).isEqualTo(1500);
                assertThat(failure.detail().address()).isEqualTo(end);
                assertThat(modest.next().id()).isEqualTo(8);
            }
        }
    }

    @Nested
    @Tag("BT-6")
    class Fill_and_compare {
        @Test
        void cross_the_wire_once() {
            peer.ask(new Fill(1, Width.WORD, window, 65536, FILL), Done.class);

            assertThat(peer.ask(new Compare(2, Width.WORD, window, 65536, FILL), Compared.class))
                    .isEqualTo(new Compared(2, 65536, 0));
            peer.store(Width.WORD, window + 400, 7);
            assertThat(peer.ask(new Compare(3, Width.WORD, window, 65536, FILL), Compared.class))
                    .isEqualTo(new Compared(3, 100, 7));
        }

        @Test
        void compare_the_bits_of_the_width() {
            peer.store(Width.BYTE, window, 0x41);

            assertThat(peer.ask(new Compare(3, Width.BYTE, window, 1, 0xFFFF_FF41L), Compared.class)
                            .equal())
                    .isEqualTo(1);
        }

        @Test
        void say_where_they_failed() {
            long lasi = peer.map("/dev/lasi0");

            Failure failure = peer.fail(new Fill(7, Width.WORD, lasi, 8, 0));

            assertThat(failure.detail().completed()).isEqualTo(5);
            assertThat(failure.detail().address()).isEqualTo(lasi + 0x14);
        }
    }

    @Test
    @Tag("BT-1")
    void a_load_behind_a_large_answer_is_answered_behind_it() {
        peer.send(new LoadBlock(1, Width.WORD, window, 65536, 0), new Load(2, Width.WORD, window));

        Frame frame = peer.next();
        while (frame.hasMore()) {
            frame = peer.next();
        }
        assertThat(frame.id()).isEqualTo(1);
        assertThat(peer.reply(Loaded.class).requestId()).isEqualTo(2);
    }
}
