package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import org.iomap.protocol.Compare;
import org.iomap.protocol.Fill;
import org.iomap.protocol.Limit;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.LoadRepeated;
import org.iomap.protocol.StoreBlock;
import org.iomap.protocol.StoreRepeated;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A transfer")
class BlockTransferTest {
    private final PeerMachine machine =
            new PeerMachine(Map.of(Limit.MESSAGE_BYTES, 4096L, Limit.TRANSFER_ELEMENTS, 500L));
    private final Peer peer = new Peer(machine);
    private final RemoteProcess process = RemoteProcess.connect(peer.uri());

    @AfterEach
    void close() throws Exception {
        process.close();
        peer.close();
    }

    @Nested
    class Of_a_block {
        @Test
        @Tag("BT-5")
        void is_cut_into_requests_within_the_limits_and_comes_back_whole() {
            for (Width width : Width.values()) {
                byte[] bytes = new byte[20_000];
                new Random(width.bytes()).nextBytes(bytes);
                ByteBuffer from = ByteBuffer.wrap(bytes);
                ByteBuffer into = ByteBuffer.allocateDirect(bytes.length);

                process.storeBlock(width, 0x10000, 0, from);
                process.loadBlock(width, 0x10000, 0, into);

                assertThat(from.hasRemaining()).isFalse();
                assertThat(into.hasRemaining()).isFalse();
                assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(bytes));
            }
            assertThat(machine.requests)
                    .filteredOn(LoadBlock.class::isInstance)
                    .allMatch(request -> ((LoadBlock) request).count() <= 500);
            assertThat(machine.requests)
                    .filteredOn(StoreBlock.class::isInstance)
                    .allMatch(request -> ((StoreBlock) request).data().readableBytes() <= 4096 - 32);
        }

        @Test
        @Tag("BT-3")
        void advances_by_its_stride() {
            process.loadBlock(Width.BYTE, 0x1000, 8, ByteBuffer.allocate(1000));

            assertThat(machine.requests)
                    .filteredOn(LoadBlock.class::isInstance)
                    .map(request -> ((LoadBlock) request).address())
                    .containsExactly(0x1000L, 0x1000L + 448 * 8, 0x1000L + 896 * 8);
            assertThat(machine.requests)
                    .filteredOn(LoadBlock.class::isInstance)
                    .allMatch(request -> ((LoadBlock) request).stride() == 8);
        }

        @Test
        void of_no_elements_sends_nothing() {
            process.loadBlock(Width.WORD, 0x1000, 0, ByteBuffer.allocate(0));

            assertThat(machine.requests).isEmpty();
        }

        @Test
        void is_of_whole_elements() {
            assertThatThrownBy(() -> process.loadBlock(Width.WORD, 0x1000, 0, ByteBuffer.allocate(6)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Of_one_address {
        @Test
        @Tag("BT-3")
        void stays_at_its_address() {
            process.loadRepeated(Width.BYTE, 0x2000, ByteBuffer.allocate(1000));
            process.storeRepeated(Width.BYTE, 0x2000, ByteBuffer.allocate(1000));

            assertThat(machine.requests)
                    .filteredOn(LoadRepeated.class::isInstance)
                    .hasSize(3)
                    .allMatch(request -> ((LoadRepeated) request).address() == 0x2000);
            assertThat(machine.requests)
                    .filteredOn(StoreRepeated.class::isInstance)
                    .hasSize(3)
                    .allMatch(request -> ((StoreRepeated) request).address() == 0x2000);
        }
    }

    @Nested
    class Of_one_value {
        @Test
        @Tag("BT-6")
        void fills_within_the_limits() {
            process.fill(Width.WORD, 0x1000, 1200, 0x1_0000_0007L);

            assertThat(machine.requests)
                    .filteredOn(Fill.class::isInstance)
                    .extracting("address", "count", "value")
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(0x1000L, 500L, 7L),
                            org.assertj.core.groups.Tuple.tuple(0x1000L + 2000, 500L, 7L),
                            org.assertj.core.groups.Tuple.tuple(0x1000L + 4000, 200L, 7L));
        }

        @Test
        @Tag("BT-6")
        void compares_within_the_limits() {
            assertThat(process.compare(Width.WORD, 0x1000, 1200, 0).equal()).isEqualTo(1200);

            assertThat(machine.requests).filteredOn(Compare.class::isInstance).hasSize(3);
        }
    }
}
