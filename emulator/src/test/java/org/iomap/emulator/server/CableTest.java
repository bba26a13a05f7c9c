package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.InterruptRaised;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.OptionId;
import org.iomap.protocol.PhysicalLoad;
import org.iomap.protocol.PhysicalStore;
import org.iomap.protocol.Stored;
import org.iomap.protocol.Width;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two machines on one segment, each on its own thread. */
class CableTest {
    private static final long PORT = 0xFFD0_7004L;
    private static final long ATTENTION = 0xFFD0_7008L;
    private static final long SCP = 0x1000;
    private static final long ISCP = 0x1020;
    private static final long SCB = 0x1040;
    private static final long BLOCK = 0x1100;
    private static final long RFD = 0x2000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_frame_interrupts_the_other_machine_without_anybody_asking_there(boolean realClock) {
        Service.Settings settings = new Service.Settings().machine("lab2").module("lan", Map.of("segment", "lab"));
        if (realClock) {
            settings.realClock();
        }
        try (Service service = settings.start();
                Peer sender = Peer.at(service.uri());
                Peer receiver = Peer.at(service.uri(), Peer.option(OptionId.MACHINE, "lab2"))) {
            initialise(sender);
            initialise(receiver);
            receive(receiver);
            long subscription = receiver.subscribe(EventKind.INTERRUPT, "lasi.8");
            broadcast(sender);

            assertThat(receiver.event(InterruptRaised.class).subscription()).isEqualTo(subscription);
            assertThat(load(receiver, RFD)).isEqualTo(0xA002);
            assertThat(load(receiver, RFD + 12)).isEqualTo(0xC000 | 60);
        }
    }

    private static void initialise(Peer peer) {
        word(peer, SCP, 0x6C);
        swapped(peer, SCP + 8, ISCP);
        swapped(peer, ISCP + 4, SCB);
        word(peer, PORT, SCP | 2);
        word(peer, PORT, 0);
        word(peer, ATTENTION, 0);
        command(peer, 0xA000);
    }

    private static void receive(Peer peer) {
        half(peer, RFD + 2, 0x8000);
        half(peer, RFD + 14, 0x600);
        swapped(peer, SCB + 8, RFD);
        command(peer, 0x0010);
    }

    private static void broadcast(Peer peer) {
        half(peer, BLOCK + 2, 0x8004);
        half(peer, BLOCK + 12, 54);
        word(peer, BLOCK + 16, 0xFFFF_FFFFL);
        half(peer, BLOCK + 20, 0xFFFF);
        swapped(peer, SCB + 4, BLOCK);
        command(peer, 0x0100);
    }

    private static void command(Peer peer, int word) {
        half(peer, SCB + 2, word);
        word(peer, ATTENTION, 0);
    }

    private static void swapped(Peer peer, long address, long value) {
        word(peer, address, (value << 16 & 0xFFFF_0000L) | value >>> 16);
    }

    private static void word(Peer peer, long address, long value) {
        peer.ask(new PhysicalStore(peer.id(), Width.WORD, address, value), Stored.class);
    }

    private static void half(Peer peer, long address, int value) {
        peer.ask(new PhysicalStore(peer.id(), Width.HALFWORD, address, value), Stored.class);
    }

    private static long load(Peer peer, long address) {
        return peer.ask(new PhysicalLoad(peer.id(), Width.HALFWORD, address), Loaded.class)
                .value();
    }
}
