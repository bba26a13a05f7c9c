package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.CrashDump;
import org.iomap.protocol.CrashReport;
import org.iomap.protocol.Done;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.GoAway;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Load;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.MachineEntry;
import org.iomap.protocol.MachineList;
import org.iomap.protocol.MachineReset;
import org.iomap.protocol.Machines;
import org.iomap.protocol.MappingList;
import org.iomap.protocol.Mappings;
import org.iomap.protocol.OptionId;
import org.iomap.protocol.PhysicalLoad;
import org.iomap.protocol.PhysicalStore;
import org.iomap.protocol.Reset;
import org.iomap.protocol.SetClock;
import org.iomap.protocol.Signal;
import org.iomap.protocol.Store;
import org.iomap.protocol.Stored;
import org.iomap.protocol.TerminalInput;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MachinesTest {
    private static final long HOLE = 0xF400_0000L + 0x1FF_F000;
    private static final long PIXELS = 0xF400_0000L;
    private static final long SCRATCH = 0xFFD0_5807L;

    @Nested
    class A_bus_error {
        @Test
        @Tag("ER-3")
        void is_a_signal_of_the_process_that_caused_it() {
            try (Service service = Service.start();
                    Peer guilty = Peer.at(service.uri());
                    Peer other = Peer.at(service.uri())) {
                guilty.map("/dev/gsc0");
                other.map("/dev/lasi0");
                Failure failure = guilty.fail(new Load(7, Width.WORD, HOLE));

                assertThat(failure.code()).isEqualTo(BusCode.HOLE.number());
                assertThat(failure.detail().signal()).isEqualTo(Signal.SIGBUS.number());
                guilty.load(Width.WORD, PIXELS);
                other.ask(new Getpid(other.id()), Identity.class);
            }
        }

        @Test
        @Tag("EN-1")
        @Tag("EV-4")
        void is_a_machine_check_where_the_machine_is_set_to_take_one() {
            try (Service service = new Service.Settings().hpmc().start()) {
                Peer guilty = Peer.at(service.uri());
                Peer other = Peer.at(service.uri());
                other.subscribe(EventKind.MACHINE_RESET, "");
                guilty.map("/dev/gsc0");
                guilty.send(new Load(7, Width.WORD, HOLE), new Getpid(8));

                assertThat(guilty.reply(Failure.class).code()).isEqualTo(BusCode.MACHINE_CHECK.number());
                GoAway goAway = guilty.event(GoAway.class);
                assertThat(goAway.reason()).isEqualTo(3);
                assertThat(goAway.lastId()).isEqualTo(7);
                guilty.expectEnd();
                assertThat(other.event(MachineReset.class).reason()).isEqualTo(2);
                assertThat(other.event(GoAway.class).reason()).isEqualTo(3);
                other.expectEnd();
                try (Peer next = Peer.at(service.uri())) {
                    CrashReport report = next.ask(new CrashDump(next.id()), CrashReport.class);
                    assertThat(report.crashes()).isEqualTo(1);
                    assertThat(report.text()).contains("HPMC");
                    next.load(Width.WORD, next.map("/dev/gsc0"));
                }
            }
        }
    }

    @Nested
    @Tag("EN-1")
    class A_reset {
        @Test
        void ends_every_process_but_the_caller_that_becomes_a_new_one() {
            try (Service service = Service.start();
                    Peer administrator = Peer.at(service.uri())) {
                Peer other = Peer.at(service.uri());
                long pid = administrator.ask(new Getpid(1), Identity.class).pid();
                administrator.store(Width.WORD, administrator.map("/dev/gsc0") + 0x100, 1);
                administrator.ask(new Reset(9), Done.class);

                assertThat(other.event(GoAway.class).reason()).isEqualTo(2);
                other.expectEnd();
                assertThat(administrator.ask(new Getpid(10), Identity.class).pid())
                        .isNotEqualTo(pid);
                assertThat(administrator
                                .ask(new Mappings(11), MappingList.class)
                                .mappings())
                        .isEmpty();
                assertThat(administrator.fail(new Load(12, Width.WORD, PIXELS)).code())
                        .isEqualTo(BusCode.NO_MAPPING.number());
            }
        }
    }

    @Nested
    @Tag("EN-1")
    class A_machine_that_a_program_switches_off {
        @Test
        void ends_every_process_and_is_switched_on_by_the_next_connection() {
            try (Service service = Service.start()) {
                Peer program = Peer.at(service.uri());
                Peer other = Peer.at(service.uri());
                long lasi = program.map("/dev/lasi0");
                program.send(new Store(7, Width.WORD, lasi + 0xC000, 2), new Getpid(8));

                assertThat(program.reply(Stored.class).requestId()).isEqualTo(7);
                assertThat(program.event(GoAway.class).reason()).isEqualTo(5);
                program.expectEnd();
                assertThat(other.event(GoAway.class).reason()).isEqualTo(5);
                other.expectEnd();
                try (Peer next = Peer.at(service.uri())) {
                    next.load(Width.WORD, next.map("/dev/lasi0"));
                }
                service.awaitBaseline();
            }
        }
    }

    @Nested
    class Several_in_one_service {
        @Test
        void have_their_own_memory_and_processes() {
            try (Service service =
                    new Service.Settings().machine("second").machine("third").start()) {
                List<Peer> peers = new ArrayList<>();
                for (String name : List.of("b160l", "second", "third", "second")) {
                    peers.add(Peer.at(service.uri(), Peer.option(OptionId.MACHINE, name)));
                }
                peers.get(1).store(Width.WORD, peers.get(1).map("/dev/gsc0") + 0x100, 2222);

                assertThat(peers.get(3)
                                .ask(
                                        new PhysicalLoad(1000, Width.WORD, PIXELS + 0x100),
                                        org.iomap.protocol.Loaded.class)
                                .value())
                        .isEqualTo(2222);
                assertThat(peers.get(0).load(Width.WORD, peers.get(0).map("/dev/gsc0") + 0x100))
                        .isNotEqualTo(2222);
                assertThat(peers.get(2)
                                .ask(new Machines(1001), MachineList.class)
                                .machines())
                        .extracting(MachineEntry::name)
                        .containsExactly("b160l", "second", "third");
                peers.get(1).ask(new Reset(1002), Done.class);
                assertThat(peers.get(3).event(GoAway.class).reason()).isEqualTo(2);
                peers.get(2).ask(new Getpid(1003), Identity.class);
                peers.forEach(Peer::kill);
                service.awaitBaseline();
            }
        }

        @Test
        @Tag("FR-7")
        void take_requests_that_came_with_the_hello() {
            try (Service service = new Service.Settings().machine("second").start()) {
                for (int i = 0; i < 20; i++) {
                    try (Peer peer = Peer.connect(service.uri())) {
                        peer.send(
                                Peer.hello(1, Peer.option(OptionId.MACHINE, i % 2 == 0 ? "b160l" : "second")),
                                new Getpid(2));

                        assertThat(peer.next().id()).isEqualTo(1);
                        assertThat(peer.next().id()).isEqualTo(2);
                    }
                }
                service.awaitBaseline();
            }
        }
    }

    @Nested
    @Tag("GR-6")
    class A_recorded_session {
        /** Half of the messages, with time between them. */
        private ByteBuf recorded() {
            return Peer.bytes(
                    Peer.hello(1, Peer.allFeatures()),
                    new org.iomap.protocol.Subscribe(2, EventKind.TRACE.number(), ""),
                    new org.iomap.protocol.Subscribe(3, EventKind.INTERRUPT.number(), "lasi.5"),
                    new org.iomap.protocol.Open(4, 2, "/dev/uart0"),
                    new org.iomap.protocol.Ioctl(5, Peer.IOMAPMAP, 0x1_0000_0003L, 0),
                    new Store(6, Width.BYTE, 0xFFD0_5801L, 1),
                    new Store(7, Width.BYTE, 0xFFD0_5802L, 0x81),
                    new TerminalInput(8, "uart0", Unpooled.wrappedBuffer(new byte[] {1, 2, 3})),
                    new SetClock(9, 0, 40_000_000),
                    new Load(10, Width.BYTE, 0xFFD0_5802L),
                    new Load(11, Width.WORD, PIXELS),
                    new PhysicalLoad(12, Width.WORD, PIXELS + 0x1000),
                    new PhysicalLoad(13, Width.WORD, 0xFFD0_9000L),
                    new org.iomap.protocol.Clock(14));
        }

        @Test
        void replays_to_the_same_replies_on_a_virtual_clock() {
            List<String> replies = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                try (Desk desk = Desk.ofOwner()) {
                    desk.receive(recorded());
                    replies.add(ByteBufUtil.prettyHexDump(desk.sent()));
                }
            }

            assertThat(replies.get(1)).isEqualTo(replies.get(0));
        }
    }

    @Test
    void a_thousand_of_them_fit_one_process() {
        Service.Settings settings = new Service.Settings();
        for (int i = 1; i < 1000; i++) {
            settings.machine("lab" + i);
        }
        try (Service service = settings.start();
                Peer first = Peer.at(service.uri());
                Peer last = Peer.at(service.uri(), Peer.option(OptionId.MACHINE, "lab999"))) {
            first.ask(new PhysicalStore(first.id(), Width.BYTE, SCRATCH, 0x11), Stored.class);
            last.ask(new PhysicalStore(last.id(), Width.BYTE, SCRATCH, 0x22), Stored.class);

            assertThat(first.ask(new PhysicalLoad(first.id(), Width.BYTE, SCRATCH), Loaded.class)
                            .value())
                    .isEqualTo(0x11);
            assertThat(last.ask(new PhysicalLoad(last.id(), Width.BYTE, SCRATCH), Loaded.class)
                            .value())
                    .isEqualTo(0x22);
        }
    }
}
