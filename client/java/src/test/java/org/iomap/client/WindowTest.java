package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A window")
class WindowTest {
    private static final long ADDRESS = 0xF400_0000L;
    private static final long SIZE = 4096;

    private final PeerMachine machine = new PeerMachine(Map.of());
    private final Peer peer = new Peer(machine);
    private final RemoteProcess process = RemoteProcess.connect(peer.uri());
    private final Window window = new Window(process, 3, 100, ADDRESS, SIZE);

    @AfterEach
    void close() throws Exception {
        process.close();
        peer.close();
    }

    @Test
    void gets_what_was_put() {
        window.putByte(0, (byte) -2);
        window.putShort(2, (short) -3);
        window.putInt(4, -4);
        window.putLong(8, -5);

        assertThat(window.getByte(0)).isEqualTo((byte) -2);
        assertThat(window.getShort(2)).isEqualTo((short) -3);
        assertThat(window.getInt(4)).isEqualTo(-4);
        assertThat(window.getLong(8)).isEqualTo(-5);
        assertThat(process.load(Width.WORD, ADDRESS + 4)).isEqualTo(0xFFFF_FFFCL);
    }

    @Test
    void reaches_its_last_byte() {
        window.putByte(SIZE - 1, (byte) 1);
        window.putLong(SIZE - 8, 7);
        window.fill(Width.WORD, 0, SIZE / 4, 1);
        window.getBlock(0, ByteBuffer.allocate((int) SIZE));

        assertThat(machine.requests).hasSize(4);
    }

    @Test
    void refuses_what_is_outside_before_anything_is_sent() {
        List<ThrowingCallable> outside = List.of(
                () -> window.getByte(-1),
                () -> window.getByte(SIZE),
                () -> window.getInt(SIZE - 3),
                () -> window.getLong(Long.MAX_VALUE),
                () -> window.putInt(SIZE, 1),
                () -> window.postShort(SIZE - 1, (short) 1),
                () -> window.getBlock(1, ByteBuffer.allocate((int) SIZE)),
                () -> window.putBlock(SIZE, ByteBuffer.allocate(4)),
                () -> window.getRepeated(Width.WORD, SIZE - 2, ByteBuffer.allocate(4)),
                () -> window.fill(Width.WORD, 0, SIZE / 4 + 1, 0),
                () -> window.fill(Width.DOUBLEWORD, 0, Long.MAX_VALUE / 4, 0),
                () -> window.compare(Width.WORD, 0, -1, 0));

        assertThat(outside)
                .allSatisfy(access -> assertThatThrownBy(access).isInstanceOf(IndexOutOfBoundsException.class));
        assertThat(machine.requests).isEmpty();
    }

    @Test
    void rule_4_is_as_long_as_its_minor_number_says() {
        assertThat(RegionSize.of(0x40_00E1)).isEqualTo(64L << 20);
        assertThat(RegionSize.of(0x40_0091)).isEqualTo(2L << 20);
        assertThat(RegionSize.of(0x00_0001)).isEqualTo(4096);
        assertThat(RegionSize.of(0x00_00FF)).isEqualTo((15L * 4096) << 15);
    }
}
