package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A pipeline")
class PipelineTest {
    private final Peer peer = new Peer(new PeerMachine(Map.of(Limit.REQUESTS_IN_FLIGHT, 16L)));
    private final RemoteProcess process = RemoteProcess.connect(peer.uri());
    private final Pipeline pipeline = process.pipeline();

    @AfterEach
    void close() throws Exception {
        process.close();
        peer.close();
    }

    @Test
    @Tag("BT-1")
    void carries_out_more_accesses_than_may_be_in_flight_in_their_order() {
        for (int i = 0; i < 3000; i++) {
            pipeline.store(Width.WORD, 0x100, i);
            assertThat(pipeline.load(Width.WORD, 0x100)).isEqualTo(2 * i + 1);
        }
        pipeline.complete();

        for (int i = 0; i < 3000; i++) {
            assertThat(pipeline.value(2 * i)).isZero();
            assertThat(pipeline.value(2 * i + 1)).isEqualTo(i);
        }
    }

    @Test
    void goes_on_after_a_failure_and_reports_the_first() {
        pipeline.store(Width.WORD, 0x100, 1);
        pipeline.load(Width.WORD, PeerMachine.HOLE);
        pipeline.store(Width.WORD, 0x104, 2);
        pipeline.load(Width.WORD, 0x104);

        assertThatThrownBy(pipeline::complete).isInstanceOf(SignalException.class);
        assertThat(pipeline.failure(0)).isNull();
        assertThat(pipeline.failure(1)).isInstanceOf(SignalException.class);
        assertThat(pipeline.value(3)).isEqualTo(2);
    }

    @Test
    void counts_from_0_again_when_cleared() {
        pipeline.load(Width.WORD, PeerMachine.HOLE);
        assertThatThrownBy(pipeline::complete).isInstanceOf(SignalException.class);
        pipeline.clear();

        assertThat(pipeline.store(Width.BYTE, 0x100, 0x1FF)).isZero();
        assertThat(pipeline.load(Width.BYTE, 0x100)).isEqualTo(1);
        pipeline.complete();
        assertThat(pipeline.value(1)).isEqualTo(0xFF);
        assertThat(pipeline.failure(0)).isNull();
    }

    @Test
    void has_no_value_for_what_is_not_answered() {
        pipeline.load(Width.WORD, 0x100);

        assertThatThrownBy(() -> pipeline.value(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(pipeline::clear).isInstanceOf(IllegalStateException.class);
        assertThat(pipeline.count()).isEqualTo(1);
    }

    @Test
    void stands_beside_the_calls_of_its_process() {
        for (int round = 0; round < 100; round++) {
            pipeline.store(Width.WORD, 0x200, round);
            pipeline.flush();

            assertThat(process.load(Width.WORD, 0x200)).isEqualTo(round);
        }
        pipeline.complete();
    }

    @Test
    @Tag("RQ-6")
    void is_lost_with_its_connection() {
        pipeline.load(Width.WORD, 0x100);
        process.kill();

        assertThatThrownBy(pipeline::complete).isInstanceOf(ConnectionLostException.class);
    }
}
