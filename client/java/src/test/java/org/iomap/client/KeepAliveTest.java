package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.iomap.protocol.Header;
import org.iomap.protocol.Limit;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A PING of the server")
class KeepAliveTest {
    private final LinkedBlockingQueue<ByteBuf> seen = new LinkedBlockingQueue<>();

    private void assertAnswered(int id) throws InterruptedException {
        ByteBuf answer = seen.poll(30, TimeUnit.SECONDS);

        assertThat(answer).isNotNull();
        assertThat(answer.getInt(0)).isEqualTo(Header.LENGTH);
        assertThat(answer.getByte(Header.TYPE_AT)).isEqualTo((byte) MessageType.REPLY.number());
        assertThat(answer.getShort(Header.OPCODE_AT)).isEqualTo((short) Opcode.PING.number());
        assertThat(answer.getInt(Header.ID_AT)).isEqualTo(id);
        assertThat(answer.getInt(Header.AUX_AT)).isZero();
    }

    private void seeAll(Peer.Session session) throws IOException {
        while (true) {
            seen.add(session.nextFrame());
        }
    }

    @Test
    @Tag("FC-3")
    void is_answered_although_nobody_waits_for_anything() throws Exception {
        try (Peer peer = new Peer(session -> {
                    session.open(Map.of(Limit.IDLE_MILLIS, 60L));
                    session.ping(0x8000_0001);
                    seeAll(session);
                });
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            assertAnswered(0x8000_0001);
            process.kill();
        }
    }

    @Test
    @Tag("FC-3")
    void is_answered_by_a_thread_that_waits_for_something_else() throws Exception {
        try (Peer peer = new Peer(session -> {
                    session.open();
                    session.next();
                    session.ping(2);
                    session.ping(3);
                    seeAll(session);
                });
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            Thread waiting = new Thread(() -> {
                try {
                    process.load(Width.WORD, 0);
                } catch (ConnectionLostException e) {
                    // That is how the test ends.
                }
            });
            waiting.start();
            assertAnswered(2);
            assertAnswered(3);
            process.kill();
            waiting.join();
        }
    }
}
