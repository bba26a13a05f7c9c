package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.iomap.protocol.Done;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.InterruptRaised;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Request;
import org.iomap.protocol.Subscribe;
import org.iomap.protocol.Subscribed;
import org.iomap.protocol.TerminalOutput;
import org.iomap.protocol.Wait;
import org.iomap.protocol.Waited;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A subscription")
class SubscriptionTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Sends so many events in one piece with the reply to SUBSCRIBE, then answers what comes. */
    private static Peer.Script eventsAtOnce(int count) {
        return session -> {
            session.open(Map.of(Limit.QUEUED_EVENTS, 8L));
            while (true) {
                Request request = session.next();
                if (request instanceof Subscribe subscribe) {
                    var bytes = Peer.Session.bytes(new Subscribed(subscribe.requestId(), 9));
                    for (int i = 1; i <= count; i++) {
                        org.iomap.protocol.Events.encode(new InterruptRaised(i, 9, 1, 1, 100L * i), bytes);
                    }
                    session.send(bytes);
                } else if (request instanceof Wait wait) {
                    session.send(new Waited(wait.requestId(), 3, 1));
                } else {
                    session.send(new Done(request.requestId(), request.opcode()));
                }
            }
        };
    }

    @Test
    @Tag("EV-2")
    void has_the_events_that_came_with_its_reply() throws IOException {
        try (Peer peer = new Peer(eventsAtOnce(3));
                RemoteProcess process = RemoteProcess.connect(peer.uri());
                Subscription interrupts = process.subscribe(EventKind.INTERRUPT, "lasi.5")) {
            assertThat(interrupts.next(LONG)).contains(new InterruptRaised(1, 9, 1, 1, 100));
            assertThat(interrupts.next(LONG)).contains(new InterruptRaised(2, 9, 1, 1, 200));
            assertThat(interrupts.next(LONG)).contains(new InterruptRaised(3, 9, 1, 1, 300));
            assertThat(interrupts.next(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void gives_its_events_to_a_listener_that_may_use_the_process() throws Exception {
        LinkedBlockingQueue<Event> heard = new LinkedBlockingQueue<>();
        try (Peer peer = new Peer(eventsAtOnce(2));
                RemoteProcess process = RemoteProcess.connect(peer.uri());
                Subscription interrupts = process.subscribe(EventKind.INTERRUPT, "lasi.5")) {
            interrupts.onEvent(event -> {
                interrupts.acknowledge();
                heard.add(event);
            });

            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(new InterruptRaised(1, 9, 1, 1, 100));
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(new InterruptRaised(2, 9, 1, 1, 200));
        }
    }

    @Test
    @Tag("EV-2")
    void counts_what_it_has_no_room_for() throws IOException {
        try (Peer peer = new Peer(eventsAtOnce(20));
                RemoteProcess process = RemoteProcess.connect(peer.uri());
                Subscription interrupts = process.subscribe(EventKind.INTERRUPT, "lasi.5")) {
            process.ping();

            assertThat(interrupts.lost()).isEqualTo(12);
        }
    }

    @Test
    @Tag("EV-3")
    void waits_at_the_server() throws IOException {
        try (Peer peer = new Peer(eventsAtOnce(0));
                RemoteProcess process = RemoteProcess.connect(peer.uri());
                Subscription interrupts = process.subscribe(EventKind.INTERRUPT, "lasi.5")) {
            Waited waited = interrupts.await(LONG);

            assertThat(waited.count()).isEqualTo(3);
            assertThat(waited.level()).isEqualTo(1);
        }
    }

    @Test
    void wakes_a_thread_that_waits_for_its_next_event() throws Exception {
        try (Peer peer = new Peer(session -> {
                    session.open();
                    Request subscribe = session.next();
                    session.send(new Subscribed(subscribe.requestId(), 9));
                    Request load = session.next();
                    session.send(new TerminalOutput(1, 9, Unpooled.copiedBuffer("login:", StandardCharsets.US_ASCII)));
                    session.send(new org.iomap.protocol.Loaded(load.requestId(), Opcode.LOAD, 1, 1));
                    session.beSilent();
                });
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            Subscription terminal = process.subscribe(EventKind.TERMINAL, "uart0");
            LinkedBlockingQueue<Event> heard = new LinkedBlockingQueue<>();
            Thread waiting = new Thread(() -> heard.add(terminal.next(LONG).orElseThrow()));
            waiting.start();
            process.load(Width.WORD, 0);

            TerminalOutput output = (TerminalOutput) heard.poll(30, TimeUnit.SECONDS);
            assertThat(output.data().toString(StandardCharsets.US_ASCII)).isEqualTo("login:");
            process.kill();
            waiting.join();
        }
    }

    @Test
    void ends_with_its_connection() throws IOException {
        try (Peer peer = new Peer(eventsAtOnce(1));
                RemoteProcess process = RemoteProcess.connect(peer.uri())) {
            Subscription interrupts = process.subscribe(EventKind.INTERRUPT, "lasi.5");
            process.ping();
            process.kill();

            assertThat(interrupts.next(LONG)).isPresent();
            assertThatThrownBy(() -> interrupts.next(LONG)).isInstanceOf(ConnectionLostException.class);
        }
    }
}
