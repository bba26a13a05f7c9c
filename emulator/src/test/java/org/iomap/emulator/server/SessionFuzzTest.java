package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.iomap.protocol.Batch;
import org.iomap.protocol.BatchEntry;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Fence;
import org.iomap.protocol.Fill;
import org.iomap.protocol.Ioctl;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.Open;
import org.iomap.protocol.PhysicalStore;
import org.iomap.protocol.Registers;
import org.iomap.protocol.Reset;
import org.iomap.protocol.SetClock;
import org.iomap.protocol.Store;
import org.iomap.protocol.StoreBlock;
import org.iomap.protocol.Subscribe;
import org.iomap.protocol.TerminalInput;
import org.iomap.protocol.Wait;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a client sends, before its HELLO or after it, gets well-formed answers, leaves nothing behind and never
 * makes the service fail. Five seconds in every build, an hour with the profile {@code fuzz}; a finding belongs into
 * the corpus in src/test/resources.
 */
@DisplayName("Session")
@Tag("FR-5")
@Tag("ER-5")
@Tag("EN-3")
class SessionFuzzTest {
    private static final long WINDOW = 0xF400_0000L;

    /** The first byte says whether a HELLO comes first, and how many bytes come at once. */
    static Stream<byte[]> sessions() {
        return Stream.of(
                        Unpooled.wrappedBuffer(
                                first(0), Peer.bytes(Peer.hello(1, Peer.allFeatures(), Peer.identity(0, 0)))),
                        Unpooled.wrappedBuffer(
                                first(1),
                                Peer.bytes(
                                        new Open(2, 2, "/dev/gsc0"),
                                        new Ioctl(3, Peer.IOMAPMAP, 0x1_0000_0003L, 0),
                                        new LoadBlock(4, Width.WORD, WINDOW, 64, 0),
                                        new StoreBlock(
                                                5, Width.BYTE, WINDOW, 2, Unpooled.wrappedBuffer(new byte[] {1, 2})),
                                        new Load(6, Width.HALFWORD, WINDOW + 16)),
                                Peer.posted(new Store(7, Width.WORD, 1, 1)),
                                Peer.bytes(
                                        new Fence(8),
                                        new Fill(9, Width.WORD, WINDOW, 16, 3),
                                        new Batch(10, 1, java.util.List.of(new BatchEntry(1, 4, WINDOW, 0))))),
                        Unpooled.wrappedBuffer(
                                first(0x81),
                                Peer.bytes(
                                        new Subscribe(2, EventKind.INTERRUPT.number(), "lasi.5"),
                                        new Subscribe(3, EventKind.TRACE.number(), ""),
                                        new PhysicalStore(4, Width.BYTE, 0xFFD0_5801L, 2),
                                        new Wait(5, 1, 0),
                                        new TerminalInput(6, "uart0", Unpooled.wrappedBuffer(new byte[] {'a'})),
                                        new Registers(7, "lasi"),
                                        new SetClock(8, 0, 1000),
                                        new Reset(9))))
                .map(ByteBufUtil::getBytes);
    }

    private static ByteBuf first(int value) {
        return Unpooled.buffer().writeByte(value);
    }

    @MethodSource("sessions")
    @FuzzTest
    void answers_any_bytes_and_leaves_nothing_behind(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        try (LogWatch log = new LogWatch();
                Desk desk = Desk.ofOwner()) {
            if ((bytes[0] & 1) != 0) {
                desk.open();
            }
            int piece = 16 << (bytes[0] >> 4 & 7);
            ByteBuf rest = Unpooled.wrappedBuffer(bytes, 1, bytes.length - 1);
            while (rest.isReadable() && desk.isOpen()) {
                desk.receive(rest.readSlice(Math.min(piece, rest.readableBytes())));
                desk.frames().forEach(frame -> assertThat(frame.toString()).isNotEmpty());
            }
            desk.seconds(1);
            desk.hangUp();

            assertThat(log.complaints()).isEmpty();
            assertThat(desk.host().kernel().processes()).isEmpty();
            assertThat(desk.host().machine().trace().isWatched()).isFalse();
            assertThat(desk.host().statistics().queueDepth()).isZero();
            assertThat(desk.caps().connections() + desk.caps().opening()).isZero();
        }
    }
}
