package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.iomap.protocol.Bye;
import org.iomap.protocol.Done;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Family;
import org.iomap.protocol.Fence;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.Header;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Ioctl;
import org.iomap.protocol.Limits;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Modules;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Open;
import org.iomap.protocol.Ping;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.Stat;
import org.iomap.protocol.Store;
import org.iomap.protocol.StoreBlock;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static final long WINDOW = 0xF400_0000L;
    private static final long FIRST_HANDLE = 0x1_0000_0003L;

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    private Desk open() {
        desk.receive(Peer.bytes(Peer.hello(1, Peer.allFeatures())));
        assertThat(desk.frames()).hasSize(1);
        return desk;
    }

    /** A session with messages of many lengths, some of which fail. */
    private static ByteBuf conversation() {
        return Unpooled.wrappedBuffer(
                Peer.bytes(
                        Peer.hello(1, Peer.allFeatures()),
                        new Open(2, 2, "/dev/gsc0"),
                        new Ioctl(3, Peer.IOMAPMAP, FIRST_HANDLE, 0),
                        new Store(4, Width.WORD, WINDOW, 0x0102_0304),
                        new Load(5, Width.HALFWORD, WINDOW + 2),
                        new Stat(6, "/dev/nothing"),
                        new StoreBlock(7, Width.BYTE, WINDOW + 64, 0, Unpooled.wrappedBuffer(new byte[] {1, 2, 3})),
                        new LoadBlock(8, Width.BYTE, WINDOW + 62, 6, 0),
                        new Load(9, Width.WORD, 0x1000),
                        new Modules(10)),
                Peer.posted(new Store(11, Width.WORD, WINDOW + 1, 1)),
                Peer.bytes(new Fence(12), new Bye(13)));
    }

    private static String replay(Consumer<Desk> delivery) {
        try (Desk desk = new Desk()) {
            delivery.accept(desk);

            assertThat(desk.isOpen()).isFalse();
            return ByteBufUtil.hexDump(desk.sent());
        }
    }

    private static String whole() {
        return replay(desk -> desk.receive(conversation()));
    }

    @Test
    @Tag("FR-7")
    @Tag("BT-1")
    void a_conversation_split_at_any_byte_is_the_same() {
        String expected = whole();
        int length = conversation().readableBytes();

        for (int i = 1; i < length; i++) {
            int at = i;
            assertThat(replay(desk -> desk.receive(conversation().slice(0, at))
                            .receive(conversation().slice(at, length - at))))
                    .as("split at %d", at)
                    .isEqualTo(expected);
        }
    }

    @Test
    @Tag("FR-7")
    void a_conversation_byte_by_byte_is_the_same() {
        ByteBuf all = conversation();

        assertThat(replay(desk -> {
                    for (int i = 0; i < all.readableBytes(); i++) {
                        desk.receive(all.slice(i, 1));
                    }
                }))
                .isEqualTo(whole());
    }

    @Test
    @Tag("FR-7")
    void a_conversation_in_random_pieces_is_the_same() {
        String expected = whole();

        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            assertThat(replay(desk -> {
                        ByteBuf all = conversation();
                        while (all.isReadable()) {
                            desk.receive(all.readSlice(Math.min(all.readableBytes(), 1 + random.nextInt(60))));
                        }
                    }))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    @Tag("FR-1")
    @Tag("FR-2")
    @Tag("FR-3")
    void every_answer_is_divided_by_its_big_endian_length_alone() {
        desk.receive(conversation());
        ByteBuf sent = desk.sent();

        while (sent.isReadable()) {
            int length = sent.getInt(sent.readerIndex());
            assertThat(length).isBetween(Header.LENGTH, sent.readableBytes()).matches(l -> l % 16 == 0);
            Frame frame = new Frame(sent.readSlice(length));
            assertThat(frame.type()).isEqualTo(MessageType.REPLY);
            assertThat(frame.opcode()).isNotEqualTo(Opcode.UNKNOWN);
        }
    }

    private void expectError(ByteBuf bytes, ProtocolCode code, long id) {
        ByteBuf ping = Peer.bytes(new Ping(77));
        desk.receive(Unpooled.wrappedBuffer(ping, bytes, ping.duplicate()));
        List<Frame> frames = desk.frames();

        assertThat(frames).as("%s", frames).hasSize(2);
        assertThat(frames.get(0).reply()).isEqualTo(new Done(77, Opcode.PING));
        Failure failure = frames.get(1).error();
        assertThat(failure.family()).isEqualTo(Family.PROTOCOL);
        assertThat(failure.code()).isEqualTo(code.number());
        assertThat(failure.requestId()).isEqualTo(id);
        assertThat(desk.isOpen()).isFalse();
    }

    private static ByteBuf header(long length, int type, int flags, Opcode opcode, long id) {
        return Unpooled.buffer()
                .writeInt((int) length)
                .writeByte(type)
                .writeByte(flags)
                .writeShort(opcode.number())
                .writeInt((int) id)
                .writeInt(0);
    }

    @Test
    @Tag("FR-4")
    @Tag("FR-5")
    void a_length_past_the_limit_is_refused_before_anything_is_set_aside() {
        open();
        expectError(header(0x1_0010, 1, 0, Opcode.WRITE, 2), ProtocolCode.LENGTH, 0);
    }

    @Test
    @Tag("FR-4")
    @Tag("FR-5")
    @Tag("DC-1")
    void a_length_of_more_than_31_bits_is_refused() {
        open();
        expectError(header(0xFFFF_FFF0L, 1, 0, Opcode.PING, 2), ProtocolCode.LENGTH, 0);
    }

    @Test
    @Tag("FR-5")
    void a_length_that_is_no_multiple_of_16_is_refused() {
        open();
        expectError(header(24, 1, 0, Opcode.PING, 2), ProtocolCode.LENGTH, 0);
    }

    @Test
    @Tag("FR-5")
    void a_length_shorter_than_the_header_is_refused() {
        open();
        expectError(header(0, 1, 0, Opcode.PING, 2), ProtocolCode.LENGTH, 0);
    }

    @Test
    @Tag("FR-1")
    @Tag("FR-5")
    void a_type_that_is_none_is_refused() {
        open();
        expectError(header(16, 9, 0, Opcode.PING, 2), ProtocolCode.TYPE, 2);
    }

    @Test
    @Tag("FR-5")
    void an_event_from_a_client_is_refused() {
        open();
        expectError(header(16, 3, 0, Opcode.INTERRUPT, 0), ProtocolCode.TYPE, 0);
    }

    @Test
    @Tag("RQ-2")
    void a_reply_that_nobody_asked_for_is_refused() {
        open();
        expectError(header(16, 2, 0, Opcode.FENCE, 3), ProtocolCode.TYPE, 3);
    }

    @Test
    @Tag("FR-6")
    void a_flag_that_must_be_understood_and_is_not_is_refused() {
        open();
        expectError(header(16, 1, 0x20, Opcode.PING, 2), ProtocolCode.FLAGS, 2);
    }

    @Test
    @Tag("FR-6")
    void the_flag_MORE_in_a_request_is_refused() {
        open();
        expectError(header(16, 1, Header.FLAG_MORE, Opcode.PING, 2), ProtocolCode.FLAGS, 2);
    }

    @Test
    @Tag("FR-6")
    void a_flag_in_the_answer_to_a_ping_is_refused() {
        open();
        expectError(header(16, 2, 0x10, Opcode.PING, 2), ProtocolCode.FLAGS, 2);
    }

    @Test
    @Tag("FR-6")
    void a_posted_request_that_has_an_answer_is_refused() {
        open();
        expectError(header(16, 1, Header.FLAG_POSTED, Opcode.GETPID, 2), ProtocolCode.FLAGS, 2);
    }

    @Test
    @Tag("FR-6")
    void a_posted_request_that_has_an_answer_is_refused_whatever_its_id() {
        open();
        expectError(header(16, 1, Header.FLAG_POSTED, Opcode.GETPID, 0), ProtocolCode.FLAGS, 0);
    }

    @Test
    @Tag("FR-6")
    void flags_that_may_be_ignored_are() {
        open().receive(header(16, 1, 0x0F, Opcode.PING, 2));

        assertThat(desk.frames()).extracting(Frame::reply).containsExactly(new Done(2, Opcode.PING));
    }

    @Test
    @Tag("FR-6")
    @Tag("DC-2")
    void a_reserved_word_that_is_not_zero_is_refused_and_the_connection_stays() {
        ByteBuf load = Peer.bytes(new Load(2, Width.WORD, WINDOW));
        load.setByte(31, 1);
        open().receive(load).receive(Peer.bytes(new Ping(3)));
        List<Frame> frames = desk.frames();

        assertThat(((Failure) frames.get(0).reply()).code()).isEqualTo(ProtocolCode.RESERVED.number());
        assertThat(frames.get(1).reply()).isEqualTo(new Done(3, Opcode.PING));
    }

    @Test
    @Tag("FR-6")
    void an_aux_word_that_is_reserved_and_not_zero_is_refused() {
        ByteBuf ping = Peer.bytes(new Getpid(2));
        ping.setInt(Header.AUX_AT, 1);
        open().receive(ping);

        assertThat(((Failure) desk.frames().get(0).reply()).code()).isEqualTo(ProtocolCode.RESERVED.number());
    }

    @Test
    @Tag("FR-5")
    void a_request_without_an_id_whose_fields_are_wrong_ends_the_connection() {
        ByteBuf load = Peer.bytes(new Load(0, Width.WORD, WINDOW));
        load.setInt(Header.AUX_AT, 3);
        open();
        expectError(load, ProtocolCode.WIDTH, 0);
    }

    @Test
    @Tag("FR-4")
    void memory_grows_with_the_bytes_received_and_not_with_those_announced() throws Exception {
        try (Service service = Service.start();
                Peer other = Peer.at(service.uri())) {
            other.ask(new Limits(other.id()), org.iomap.protocol.LimitList.class);
            long before = Service.pinned();
            Peer[] peers = new Peer[100];
            for (int i = 0; i < peers.length; i++) {
                peers[i] = Peer.at(service.uri());
                peers[i].send(header(65536, 1, 0, Opcode.WRITE, 2).writeBytes(new byte[16]));
            }
            other.ask(new Getpid(other.id()), Identity.class);

            assertThat(Service.pinned() - before).isLessThan(peers.length * 4096L);
            for (Peer peer : peers) {
                peer.close();
            }
            other.kill();
            service.awaitBaseline();
        }
    }
}
