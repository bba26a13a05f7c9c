package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.iomap.protocol.Acknowledge;
import org.iomap.protocol.Cancel;
import org.iomap.protocol.DeviceRemoved;
import org.iomap.protocol.Done;
import org.iomap.protocol.DriveLine;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Fence;
import org.iomap.protocol.InterruptRaised;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Load;
import org.iomap.protocol.MachineReset;
import org.iomap.protocol.MessageType;
import org.iomap.protocol.Overrun;
import org.iomap.protocol.Ping;
import org.iomap.protocol.Pointer;
import org.iomap.protocol.Read;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Reset;
import org.iomap.protocol.SetClock;
import org.iomap.protocol.Store;
import org.iomap.protocol.Stored;
import org.iomap.protocol.Subscribe;
import org.iomap.protocol.TerminalInput;
import org.iomap.protocol.TerminalOutput;
import org.iomap.protocol.Time;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Traced;
import org.iomap.protocol.Unsubscribe;
import org.iomap.protocol.Wait;
import org.iomap.protocol.Waited;
import org.iomap.protocol.Width;
import org.iomap.protocol.Written;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final long FOREVER = Long.MAX_VALUE;
    private static final String LINE = "lasi.9";

    private final Desk desk = Desk.ofOwner();
    private Peer peer;

    @BeforeEach
    void open() {
        peer = desk.open();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void drive(int level) {
        peer.ask(new DriveLine(peer.id(), level, LINE), Done.class);
    }

    private void pulse() {
        drive(1);
        drive(0);
    }

    private void acknowledge(long subscription) {
        peer.ask(new Acknowledge(peer.id(), subscription), Done.class);
    }

    @Test
    @Tag("EV-1")
    void have_a_type_and_a_sequence_of_their_own_and_no_id() {
        long first = peer.subscribe(EventKind.INTERRUPT, LINE);
        long second = peer.subscribe(EventKind.INTERRUPT, "lasi.10");
        peer.send(new DriveLine(1, 1, LINE));
        Frame frame = peer.next();

        assertThat(frame.type()).isEqualTo(MessageType.EVENT);
        assertThat(frame.id()).isZero();
        InterruptRaised raised = (InterruptRaised) frame.event();
        assertThat(raised.subscription()).isEqualTo(first);
        assertThat(raised.sequence()).isEqualTo(1);
        peer.next();
        peer.ask(new DriveLine(2, 1, "lasi.10"), Done.class);
        assertThat(peer.event(InterruptRaised.class)).isEqualTo(new InterruptRaised(1, second, 1, 1, 0));
    }

    @Test
    @Tag("EV-2")
    void come_only_to_who_subscribed() {
        pulse();
        peer.post(new Store(1, Width.WORD, 0, 0));
        peer.fail(new Fence(2));
        long subscription = peer.subscribe(EventKind.INTERRUPT, LINE);
        peer.ask(new Unsubscribe(peer.id(), subscription), Done.class);
        pulse();

        assertThat(peer.hasEvents()).isFalse();
        assertThat(peer.fail(new Unsubscribe(peer.id(), subscription)).code()).isEqualTo(RefusedCode.NO_SUCH.number());
    }

    @Test
    @Tag("EV-2")
    @Tag("HS-8")
    void of_more_subscriptions_than_the_limit_are_refused() {
        for (int i = 0; i < Limit.SUBSCRIPTIONS.defaultValue(); i++) {
            peer.subscribe(EventKind.FAULT, "");
        }

        assertThat(peer.fail(new Subscribe(peer.id(), EventKind.FAULT.number(), ""))
                        .detail()
                        .limit())
                .isEqualTo(Limit.SUBSCRIPTIONS.number());
    }

    @Test
    @Tag("AU-4")
    void of_the_machine_need_the_right_of_the_monitor() {
        try (Desk anonymous = new Desk()) {
            Peer user = anonymous.open();
            for (EventKind kind : List.of(EventKind.INTERRUPT, EventKind.TRACE, EventKind.TERMINAL)) {
                assertThat(user.fail(new Subscribe(user.id(), kind.number(), LINE))
                                .code())
                        .isEqualTo(RefusedCode.RIGHT.number());
            }
            user.subscribe(EventKind.FAULT, "");
        }
    }

    @Test
    void of_sources_that_are_not_there_are_refused() {
        for (EventKind kind : List.of(EventKind.INTERRUPT, EventKind.TERMINAL)) {
            for (String source : List.of("", "nothing", "lasi.32", "lasi.-1", "lasi.5x", "uart2")) {
                if (source.contains("-")) {
                    continue;
                }
                assertThat(peer.fail(new Subscribe(peer.id(), kind.number(), source))
                                .code())
                        .as("%s %s", kind, source)
                        .isEqualTo(RefusedCode.NO_SUCH.number());
            }
        }
        assertThat(peer.fail(new Subscribe(peer.id(), 99, "")).code()).isEqualTo(RefusedCode.NO_SUCH.number());
    }

    @Nested
    @Tag("EV-3")
    class Interrupts {
        private long subscription;

        @BeforeEach
        void subscribe() {
            subscription = peer.subscribe(EventKind.INTERRUPT, LINE);
        }

        @Test
        @Tag("EV-2")
        void may_come_more_than_a_thousand_times_in_a_second() {
            for (int i = 0; i < 1500; i++) {
                pulse();
                peer.event(InterruptRaised.class);
                acknowledge(subscription);
            }
        }

        @Test
        void are_counted_until_they_are_acknowledged() {
            pulse();
            pulse();
            pulse();
            assertThat(peer.event(InterruptRaised.class)).isEqualTo(new InterruptRaised(1, subscription, 1, 1, 0));
            assertThat(peer.hasEvents()).isFalse();

            acknowledge(subscription);

            assertThat(peer.event(InterruptRaised.class)).isEqualTo(new InterruptRaised(2, subscription, 0, 2, 0));
            acknowledge(subscription);
            assertThat(peer.hasEvents()).isFalse();
        }

        @Test
        void of_a_level_stay_pending_until_its_cause_is_gone() {
            drive(1);
            peer.event(InterruptRaised.class);
            acknowledge(subscription);

            assertThat(peer.event(InterruptRaised.class).level()).isEqualTo(1);
            drive(0);
            acknowledge(subscription);
            assertThat(peer.hasEvents()).isFalse();
        }

        @Test
        void say_when() {
            peer.ask(new SetClock(peer.id(), 0, 1234), Time.class);
            pulse();

            assertThat(peer.event(InterruptRaised.class).timeNanos()).isEqualTo(1234);
        }

        @Test
        void are_waited_for() {
            peer.send(new Wait(7, subscription, FOREVER), new DriveLine(8, 1, LINE));

            assertThat(peer.reply(Waited.class)).isEqualTo(new Waited(7, 1, 1));
            assertThat(peer.reply(Done.class).requestId()).isEqualTo(8);
            assertThat(peer.hasEvents()).isFalse();
        }

        @Test
        void are_acknowledged_by_a_wait() {
            pulse();
            peer.event(InterruptRaised.class);

            assertThat(peer.ask(new Wait(7, subscription, FOREVER), Waited.class))
                    .isEqualTo(new Waited(7, 1, 0));
            pulse();
            assertThat(peer.event(InterruptRaised.class).sequence()).isEqualTo(2);
        }

        @Test
        @Tag("RQ-5")
        void that_are_waited_for_twice_are_refused() {
            peer.send(new Wait(7, subscription, FOREVER));
            assertThat(peer.fail(new Wait(8, subscription, FOREVER)).code()).isEqualTo(RefusedCode.NO_SUCH.number());
            peer.send(new Cancel(9, 7));

            assertThat(peer.next().id()).isEqualTo(7);
        }

        @Test
        void that_are_not_waited_for_long_enough_count_0() {
            assertThat(peer.ask(new Wait(7, subscription, 0), Waited.class)).isEqualTo(new Waited(7, 0, 0));
            peer.send(new Wait(8, subscription, 50));
            desk.advance(Duration.ofMillis(49));
            assertThat(desk.frames()).isEmpty();
            desk.advance(Duration.ofMillis(1));

            assertThat(peer.reply(Waited.class)).isEqualTo(new Waited(8, 0, 0));
        }

        @Test
        void are_waited_for_as_long_as_64_bits_say() {
            peer.send(new Wait(7, subscription, -1));
            desk.advance(Duration.ofDays(1));
            assertThat(desk.frames()).isEmpty();
            peer.send(new DriveLine(8, 1, LINE));

            assertThat(peer.reply(Waited.class).count()).isEqualTo(1);
        }

        @Test
        void of_a_subscription_that_ends_while_somebody_waits_end_the_wait() {
            peer.send(new Wait(7, subscription, FOREVER), new Unsubscribe(8, subscription));

            assertThat(peer.reply(Failure.class).requestId()).isEqualTo(7);
            assertThat(peer.reply(Done.class).requestId()).isEqualTo(8);
            assertThat(desk.host().statistics().queueDepth()).isZero();
        }
    }

    @Nested
    @Tag("EV-4")
    class Of_kind {
        @Test
        @Tag("AU-3")
        void device_removed_come_when_a_device_goes_away() {
            long subscription = peer.subscribe(EventKind.DEVICE_REMOVED, "");
            long handle = peer.open("/dev/null");
            var driver = desk.host().kernel().drivers().stream()
                    .filter(entry -> entry.name().equals("null"))
                    .findFirst()
                    .orElseThrow();
            desk.host()
                    .kernel()
                    .removeDevice(new org.iomap.emulator.kernel.DeviceNumber((int) driver.major(), 0x000002));
            desk.run();

            assertThat(peer.event(DeviceRemoved.class))
                    .isEqualTo(new DeviceRemoved(1, subscription, Errno.ENXIO.number(), handle));
            assertThat(peer.fail(new Read(peer.id(), handle, 1)).code()).isEqualTo(Errno.ENXIO.number());
        }

        @Test
        void machine_reset_come_to_who_resets() {
            long subscription = peer.subscribe(EventKind.MACHINE_RESET, "");
            peer.send(new Reset(7));

            assertThat(peer.next().event()).isEqualTo(new MachineReset(1, subscription, 1));
            assertThat(peer.reply(Done.class).requestId()).isEqualTo(7);
        }

        @Test
        void terminal_carry_what_a_serial_port_sends() {
            long subscription = peer.subscribe(EventKind.TERMINAL, "uart0");
            long uart = peer.map("/dev/uart0") + 0x800;
            peer.send(new Store(1, Width.BYTE, uart, 'a'), new Store(2, Width.BYTE, uart, 'b'));

            peer.reply();
            peer.reply();
            TerminalOutput output = peer.event(TerminalOutput.class);
            assertThat(output.subscription()).isEqualTo(subscription);
            assertThat(output.data()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {'a', 'b'}));
        }

        @Test
        void terminal_answer_what_is_typed() {
            long uart = peer.map("/dev/uart0") + 0x800;
            Written written = peer.ask(
                    new TerminalInput(7, "uart0", Unpooled.wrappedBuffer(new byte[] {'h', 'p'})), Written.class);

            assertThat(written.count()).isEqualTo(2);
            assertThat(peer.load(Width.BYTE, uart)).isEqualTo('h');
        }

        @Test
        void terminal_carry_what_is_printed() {
            peer.subscribe(EventKind.TERMINAL, "printer");
            long parallel = peer.map("/dev/lasi0") + 0x2800;
            peer.send(
                    new Store(1, Width.BYTE, parallel, 'p'),
                    new Store(2, Width.BYTE, parallel + 2, 0x0D),
                    new Store(3, Width.BYTE, parallel + 2, 0x0C));

            peer.reply();
            peer.reply();
            peer.reply();
            assertThat(peer.event(TerminalOutput.class).data()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {'p'}));
        }

        @Test
        void interrupt_come_from_a_mouse_that_is_moved() {
            long ps2 = peer.map("/dev/lasi0") + 0x8100;
            peer.ask(new Store(1, Width.BYTE, ps2 + 8, 0x01), Stored.class);
            peer.ask(new Store(2, Width.BYTE, ps2 + 4, 0xF4), Stored.class);
            assertThat(peer.load(Width.BYTE, ps2 + 4)).isEqualTo(0xFA);
            peer.subscribe(EventKind.INTERRUPT, "lasi.26");
            peer.send(new Pointer(7, "mouse", 1, 0, 0, 0));

            peer.reply(Done.class);
            assertThat(peer.event(InterruptRaised.class).count()).isEqualTo(1);
            assertThat(peer.load(Width.BYTE, ps2 + 4)).isEqualTo(0x09);
            assertThat(peer.fail(new Pointer(8, "cat", 0, 0, 0, 0)).code()).isEqualTo(RefusedCode.NO_SUCH.number());
        }

        @Test
        void trace_say_who_did_what() {
            long window = peer.map("/dev/uart0");
            long subscription = peer.subscribe(EventKind.TRACE, "");
            peer.send(new Load(7, Width.BYTE, window + 0x805));

            Traced traced = nextLoad();
            assertThat(traced.subscription()).isEqualTo(subscription);
            assertThat(traced.address()).isEqualTo(0xFFD0_5805L);
            assertThat(traced.value()).isEqualTo(0x60);
            assertThat(traced.width()).isEqualTo(1);
            assertThat(traced.pid()).isPositive();
            assertThat(traced.actor()).isEqualTo("process");
        }

        private Traced nextLoad() {
            while (true) {
                Frame frame = peer.next();
                if (frame.type() == MessageType.EVENT
                        && frame.event() instanceof Traced traced
                        && traced.kind() == TraceKind.LOAD.number()) {
                    return traced;
                }
            }
        }
    }

    @Nested
    @Tag("EV-2")
    class A_slow_reader {
        private static final int ROUNDS = 400;

        @Test
        void of_the_trace_misses_lines_and_is_told_how_many() {
            try (Service service = Service.start();
                    Peer slow = Peer.at(service.uri(), Peer.limit(Limit.QUEUED_EVENTS, 100));
                    Peer busy = Peer.at(service.uri())) {
                slow.subscribe(EventKind.TRACE, "");
                long window = busy.map("/dev/gsc0");
                flood(busy, window);

                long expected = 0;
                long lost = 0;
                for (Event event = slow.next().event(); ; event = slow.next().event()) {
                    if (event instanceof Overrun overrun) {
                        assertThat(overrun.sequence()).isEqualTo(expected + overrun.lost() + 1);
                        lost += overrun.lost();
                        expected = overrun.sequence();
                    } else if (event instanceof Traced traced) {
                        assertThat(traced.sequence()).isEqualTo(++expected);
                        if (traced.width() == 8) {
                            break;
                        }
                    }
                    if (lost > 0 && expected % 64 == 0) {
                        busy.send(new Load(busy.id(), Width.DOUBLEWORD, window)).reply();
                    }
                }
                assertThat(lost).isPositive();
            }
        }

        @Test
        void is_told_of_an_interrupt_when_it_reads_again() {
            try (Service service = Service.start();
                    Peer slow = Peer.at(service.uri());
                    Peer busy = Peer.at(service.uri())) {
                long subscription = slow.subscribe(EventKind.INTERRUPT, LINE);
                long window = slow.map("/dev/gsc0");
                block(service, slow, window);
                busy.ask(new DriveLine(1, 1, LINE), Done.class);
                busy.ask(new DriveLine(2, 0, LINE), Done.class);

                InterruptRaised raised = null;
                while (raised == null) {
                    Frame frame = slow.next();
                    if (frame.type() == MessageType.EVENT) {
                        raised = (InterruptRaised) frame.event();
                    }
                }
                assertThat(raised).isEqualTo(new InterruptRaised(1, subscription, 0, 1, 0));
            }
        }

        private void flood(Peer busy, long window) {
            ByteBuf loads = Unpooled.buffer();
            for (int i = 0; i < 256; i++) {
                loads.writeBytes(Peer.bytes(new Load(i + 1000, Width.WORD, window)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                busy.send(loads.duplicate());
                for (int i = 0; i < 256; i++) {
                    busy.next();
                }
            }
        }

        private void block(Service service, Peer slow, long window) {
            ByteBuf loads = Unpooled.buffer();
            for (int i = 0; i < 1000; i++) {
                loads.writeBytes(Peer.bytes(new org.iomap.protocol.LoadBlock(i + 1000, Width.WORD, window, 1000, 0)));
            }
            slow.send(loads);
            await().atMost(Duration.ofSeconds(20)).until(() -> service.caps().blockedBytes() > 0);
        }
    }

    @Test
    @Tag("EV-2")
    void of_a_long_trace_all_come_to_who_reads() {
        long window = peer.map("/dev/gsc0");
        peer.subscribe(EventKind.TRACE, "");
        ByteBuf loads = Unpooled.buffer();
        for (int i = 0; i < 1000; i++) {
            loads.writeBytes(Peer.bytes(new Load(i + 1000, Width.WORD, window)));
        }
        for (int round = 0; round < 10; round++) {
            peer.send(loads.duplicate());
        }
        peer.send(new Ping(1));

        int seen = 0;
        for (Frame frame : desk.frames()) {
            if (frame.type() == MessageType.EVENT) {
                seen += frame.event() instanceof Traced ? 1 : 0;
            }
        }
        assertThat(seen).isGreaterThanOrEqualTo(10_000);
    }

    @Nested
    class Of_the_past {
        private List<Traced> lines() {
            return desk.frames().stream()
                    .filter(frame -> frame.type() == MessageType.EVENT)
                    .map(frame -> (Traced) frame.event())
                    .toList();
        }

        @Test
        void come_first_with_the_names_of_the_places_that_nobody_watched() {
            long window = peer.map("/dev/uart0");
            peer.load(Width.BYTE, window + 0x805);
            peer.send(new Subscribe(7, EventKind.TRACE.number(), "past"), new Load(8, Width.BYTE, window + 0x807));

            List<Traced> lines = lines();
            assertThat(lines)
                    .extracting(Traced::sequence)
                    .isEqualTo(LongStream.rangeClosed(1, lines.size()).boxed().toList());
            assertThat(lines)
                    .filteredOn(line -> line.kind() == TraceKind.LOAD.number())
                    .extracting(Traced::place)
                    .containsExactly("uart0.LSR", "uart0.SCR");
            assertThat(lines).extracting(Traced::text).anyMatch(text -> text.startsWith("open /dev/uart0"));
        }

        @Test
        void are_as_many_as_the_ring_holds_whatever_the_queue_does() {
            try (Desk other = Desk.ofOwner()) {
                Peer reader = other.open(Peer.limit(Limit.QUEUED_EVENTS, 10));
                long window = reader.map("/dev/uart0");
                for (int i = 0; i < 100; i++) {
                    reader.load(Width.BYTE, window + 0x807);
                }
                reader.send(new Subscribe(7, EventKind.TRACE.number(), "past"));

                assertThat(other.frames())
                        .filteredOn(frame -> frame.type() == MessageType.EVENT)
                        .hasSizeGreaterThan(100)
                        .allSatisfy(frame -> assertThat(frame.event()).isInstanceOf(Traced.class));
            }
        }

        @Test
        void are_of_the_trace_only_and_have_one_name() {
            assertThat(peer.fail(new Subscribe(7, EventKind.TRACE.number(), "future"))
                            .code())
                    .isEqualTo(RefusedCode.NO_SUCH.number());
            assertThat(desk.host().machine().trace().isWatched()).isFalse();
        }
    }

    @Test
    @Tag("EV-4")
    void of_the_trace_tell_of_a_process_that_comes_and_goes() {
        try (Service service = Service.start();
                Peer watcher = Peer.at(service.uri())) {
            watcher.subscribe(EventKind.TRACE, "");
            Peer.at(service.uri(), Peer.option(org.iomap.protocol.OptionId.PROCESS_NAME, "shortlived"))
                    .kill();

            int lines = 0;
            while (lines < 2) {
                if (watcher.next().event() instanceof Traced traced && traced.kind() == TraceKind.PROCESS.number()) {
                    lines++;
                }
            }
        }
    }
}
