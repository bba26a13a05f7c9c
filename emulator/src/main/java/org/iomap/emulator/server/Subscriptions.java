package org.iomap.emulator.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.emulator.machine.InterruptInput;
import org.iomap.protocol.DeviceRemoved;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Faulted;
import org.iomap.protocol.Limit;
import org.iomap.protocol.MachineReset;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Right;
import org.iomap.protocol.Subscribe;
import org.iomap.protocol.Wait;

/** The subscriptions of one session: only what was asked for is sent (EV-2). */
final class Subscriptions {
    private final Session session;
    private final MachineHost host;
    private final Map<Long, Subscription> byNumber = new LinkedHashMap<>();
    private long last;

    Subscriptions(Session session, MachineHost host) {
        this.session = session;
        this.host = host;
    }

    long add(Subscribe request) {
        EventKind kind = EventKind.of(request.kind());
        if (kind == null) {
            throw RefusedException.noSuch("kind of event");
        }
        requireRoom();
        return add(make(last + 1, kind, request.source()));
    }

    /** @throws RefusedException if there can be no more */
    void requireRoom() {
        session.terms().check(Limit.SUBSCRIPTIONS, byNumber.size() + 1L);
    }

    /** A driver's interrupt: {@code atEnd} runs when it is freed. */
    long addInterrupt(InterruptInput line, Runnable atEnd) {
        return add(new InterruptSubscription(last + 1, session, host, line, atEnd));
    }

    /** An interrupt line may have been high before somebody listened. */
    void look(long number) {
        if (byNumber.get(number) instanceof InterruptSubscription interrupt && interrupt.isUntold()) {
            interrupt.acknowledge();
        }
    }

    private long add(Subscription subscription) {
        last++;
        byNumber.put(last, subscription);
        host.listens(session, true);
        return last;
    }

    private Subscription make(long number, EventKind kind, String source) {
        return switch (kind) {
            case FAULT, DEVICE_REMOVED, MACHINE_RESET -> new PlainSubscription(number, kind, session);
            case INTERRUPT -> {
                session.require(Right.MONITOR);
                yield new InterruptSubscription(number, session, host, host.line(source), () -> {});
            }
            case TERMINAL -> {
                session.require(Right.MONITOR);
                yield new TerminalSubscription(number, session, host.terminal(source));
            }
            case TRACE -> {
                session.require(Right.MONITOR);
                yield new TraceSubscription(number, session, host, source);
            }
        };
    }

    void remove(long number) {
        Subscription subscription = find(number);
        if (subscription instanceof InterruptSubscription interrupt && interrupt.waiting() != 0) {
            end(interrupt, new RefusedException(RefusedCode.CANCELLED, "RQ-5: the subscription ended"));
        }
        subscription.close();
        byNumber.remove(number);
        host.listens(session, !byNumber.isEmpty());
    }

    /** Whether an event is to be acknowledged: so many acknowledgements as events are nobody's abuse. */
    boolean isDue(long number) {
        return byNumber.get(number) instanceof InterruptSubscription interrupt && interrupt.isUnacknowledged();
    }

    void acknowledge(long number) {
        interrupt(number).acknowledge();
    }

    /** Returns null when the answer comes later. */
    Reply await(Wait request) {
        if (request.requestId() == 0) {
            throw RefusedException.noSuch("request id to answer: WAIT");
        }
        return interrupt(request.subscription()).await(request.requestId(), request.timeoutMillis());
    }

    boolean isWaiting(long id) {
        return !byNumber.isEmpty() && waiting(id) != null;
    }

    boolean isWaiting() {
        return byNumber.values().stream()
                .anyMatch(subscription ->
                        subscription instanceof InterruptSubscription interrupt && interrupt.waiting() != 0);
    }

    /** RQ-5: what was given up still ends in one reply. One that has ended, or never was, is left alone. */
    void cancel(long id) {
        InterruptSubscription interrupt = waiting(id);
        if (interrupt != null) {
            end(interrupt, new RefusedException(RefusedCode.CANCELLED, "RQ-5: cancelled"));
        }
    }

    private InterruptSubscription waiting(long id) {
        for (Subscription subscription : byNumber.values()) {
            if (subscription instanceof InterruptSubscription interrupt && interrupt.waiting() == id && id != 0) {
                return interrupt;
            }
        }
        return null;
    }

    private static void end(InterruptSubscription interrupt, RefusedException why) {
        interrupt.finish(Failures.of(interrupt.waiting(), Opcode.WAIT.number(), why));
    }

    void drain() {
        byNumber.values().forEach(Subscription::drain);
    }

    void fault(Failure failure) {
        send(
                EventKind.FAULT,
                (sequence, number) ->
                        new Faulted(sequence, number, failure.requestId(), failure.status(), failure.detail()));
    }

    void machineReset(EndReason reason) {
        send(EventKind.MACHINE_RESET, (sequence, number) -> new MachineReset(sequence, number, reason.resetNumber()));
    }

    /** Listens to a process of this session, from its beginning on. */
    void follow(UserProcess process) {
        process.onDeviceRemoved(handle -> send(
                EventKind.DEVICE_REMOVED,
                (sequence, number) -> new DeviceRemoved(sequence, number, Errno.ENXIO.number(), handle)));
    }

    private void send(EventKind kind, BiFunction<Long, Long, Event> event) {
        for (Subscription subscription : byNumber.values()) {
            if (subscription.kind() == kind && subscription instanceof PlainSubscription plain) {
                plain.send(sequence -> event.apply(sequence, plain.number()));
            }
        }
    }

    /** Ends all of them; requests that block are told why, or are nobody's any more when it is null. */
    void close(RefusedException why) {
        for (Subscription subscription : byNumber.values()) {
            if (why != null && subscription instanceof InterruptSubscription interrupt && interrupt.waiting() != 0) {
                end(interrupt, why);
            }
            subscription.close();
        }
        byNumber.clear();
        host.listens(session, false);
    }

    private Subscription find(long number) {
        Subscription subscription = byNumber.get(number);
        if (subscription == null) {
            throw RefusedException.noSuch("subscription");
        }
        return subscription;
    }

    private InterruptSubscription interrupt(long number) {
        if (find(number) instanceof InterruptSubscription interrupt) {
            return interrupt;
        }
        throw RefusedException.noSuch("interrupt subscription");
    }
}
