package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.Header;
import org.iomap.protocol.Identity;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.Wait;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bad clients, and many of them. The profile {@code soak} has more of them; it needs as many file descriptors as twice
 * the connections held, {@code ulimit -n 32768}.
 */
@Tag("EN-3")
class ReliabilityTest {
    private static final int HELD = Integer.getInteger("iomap.held", 1000);
    private static final int CYCLES = Integer.getInteger("iomap.cycles", 10_000);
    private static final Duration GENEROUS = Duration.ofMinutes(1);

    private final LogWatch log = new LogWatch();
    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    @BeforeEach
    void watchBuffers() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    /** The detector finds what the collector has found, when the next buffers are made. */
    @AfterEach
    void no_buffer_is_lost_and_the_service_never_fails_itself() {
        System.gc();
        try (Service service = Service.start();
                Peer peer = Peer.at(service.uri())) {
            for (int i = 0; i < 100; i++) {
                peer.ask(new Getpid(peer.id()), Identity.class);
            }
        }
        ResourceLeakDetector.setLevel(level);
        log.close();

        assertThat(log.complaints()).isEmpty();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    @Tag("FC-4")
    void connections_are_held_and_served() throws Exception {
        try (Service service = Service.start()) {
            long before = descriptors();
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < HELD; i++) {
                Peer peer = Peer.at(service.uri());
                peer.open("/dev/lasi0");
                peers.add(peer);
            }
            for (Peer peer : peers) {
                peer.ask(new Getpid(peer.id()), Identity.class);
            }
            peers.forEach(Peer::kill);
            service.awaitBaseline();
            await().atMost(GENEROUS)
                    .untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
        }
    }

    @Test
    void connections_come_and_are_killed_in_every_state() throws Exception {
        try (Service service = Service.start();
                Peer other = Peer.at(service.uri())) {
            long before = descriptors();
            for (int i = 0; i < CYCLES; i++) {
                Peer peer = Peer.connect(service.uri());
                bring(peer, i % 7);
                peer.kill();
                if (i % 100 == 0) {
                    other.ask(new Getpid(other.id()), Identity.class);
                    await().atMost(GENEROUS).until(() -> service.caps().opening() < 50);
                }
            }
            other.kill();
            service.awaitBaseline();
            await().atMost(GENEROUS)
                    .untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
        }
    }

    private static void bring(Peer peer, int state) {
        switch (state) {
            case 1 -> peer.send(Peer.bytes(Peer.hello(1)).slice(0, 20));
            case 2 -> peer.send(Peer.hello(1));
            case 3 -> peer.hello();
            case 4 -> {
                peer.hello();
                peer.send(new LoadBlock(9, Width.WORD, 0xF400_0000L, 65536, 0));
            }
            case 5 -> {
                peer.hello();
                long subscription = peer.subscribe(EventKind.INTERRUPT, "lasi.9");
                peer.send(new Wait(9, subscription, Long.MAX_VALUE));
            }
            case 6 -> peer.send(Unpooled.buffer().writeZero(64));
            default -> {
                // It never says a word.
            }
        }
    }

    @Test
    @Tag("HS-6")
    @Tag("FR-5")
    void garbage_in_every_state_of_a_connection_ends_it_and_nothing_else() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            try (Desk desk = new Desk()) {
                ByteBuf bytes = Unpooled.buffer();
                if (i % 3 == 1) {
                    bytes.writeBytes(Peer.bytes(Peer.hello(1, Peer.allFeatures())));
                } else if (i % 3 == 2) {
                    bytes.writeBytes(Peer.bytes(Peer.hello(1)).slice(0, 16 + random.nextInt(16)));
                }
                byte[] garbage = new byte[1 + random.nextInt(5000)];
                random.nextBytes(garbage);
                if (i % 2 == 0) {
                    // A length that is allowed leads further.
                    garbage[0] = 0;
                    garbage[Math.min(1, garbage.length - 1)] = 0;
                }
                desk.receive(bytes.writeBytes(garbage));
                desk.seconds(12);

                assertThat(desk.frames())
                        .allSatisfy(frame -> assertThat(frame.toString()).isNotEmpty());
                assertThat(desk.isOpen()).as("round %d", i).isFalse();
                assertThat(desk.host().kernel().processes()).isEmpty();
                assertThat(desk.caps().opening() + desk.caps().connections()).isZero();
            }
        }
    }

    @Test
    @Tag("DC-1")
    void requests_with_random_fields_are_answered_or_refused() {
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            try (Desk desk = Desk.ofOwner()) {
                desk.open();
                for (int j = 0; j < 50 && desk.isOpen(); j++) {
                    byte[] fields = new byte[16 * (1 + random.nextInt(6))];
                    if (random.nextBoolean()) {
                        random.nextBytes(fields);
                    }
                    desk.receive(Unpooled.buffer()
                            .writeInt(Header.LENGTH + fields.length)
                            .writeByte(1)
                            .writeByte(0)
                            .writeShort(random.nextInt(0x64))
                            .writeInt(j + 2)
                            .writeInt(random.nextInt(9))
                            .writeBytes(fields));

                    assertThat(desk.frames())
                            .allSatisfy(frame -> assertThat(frame.toString()).isNotEmpty());
                }
            }
        }
    }
}
