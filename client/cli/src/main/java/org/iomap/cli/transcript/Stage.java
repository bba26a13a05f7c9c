package org.iomap.cli.transcript;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.client.Connector;
import org.iomap.client.IomapException;
import org.iomap.client.Monitor;
import org.iomap.client.RefusedException;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Subscription;
import org.iomap.protocol.CrashReport;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.MappingEntry;
import org.iomap.protocol.Time;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Traced;

/**
 * Where a transcript is played: a machine with the processes of the transcript, and a connection of its own for the
 * requests that are no process's.
 */
final class Stage implements AutoCloseable {
    /** A broken connection is noticed within a second: EN-3. */
    private static final Duration DEATH = Duration.ofSeconds(1);

    private final Supplier<Connector> service;
    private final Holes holes;
    private final Cast cast;
    private final AddressBook addressBook;
    private final Map<String, SerialOutput> outputs = new LinkedHashMap<>();
    private RemoteProcess director;
    private long earlierCrashes;

    Stage(Supplier<Connector> service, Holes holes) {
        this.service = service;
        this.holes = holes;
        this.cast = new Cast(service);
        this.addressBook =
                new AddressBook(() -> director().modules(), module -> monitor().registers(module));
    }

    /**
     * Plays one line.
     *
     * @throws SyntaxException if the machine does not know one of its words
     */
    Outcome play(Line line) throws SyntaxException {
        try {
            return line.action().play(this, line.process());
        } catch (IomapException failure) {
            if (Failures.isEndOfAll(failure)) {
                everythingEnded();
            } else if (Failures.isEnd(failure)) {
                cast.forget(line.process());
                disconnectDirector();
            }
            return Failures.of(failure);
        }
    }

    /**
     * Connects, listens to the serial ports whose output the transcript expects, and counts machine checks from now.
     */
    void prepare(Transcript transcript) {
        director();
        for (Line line : transcript.lines()) {
            if (line.action() instanceof Watch.Output output) {
                output(output.terminal());
            } else if (line.action() instanceof Control.Crashes) {
                earlierCrashes = monitor().crashReport().crashes();
            }
        }
    }

    Holes holes() {
        return holes;
    }

    AddressBook addressBook() {
        return addressBook;
    }

    Monitor monitor() {
        return director().monitor();
    }

    RemoteProcess process(String name) {
        return cast.process(name, director().welcome().uid() == 0);
    }

    /** Breaks the connection of a process, and waits until the machine has noticed, where it may be watched. */
    void kill(String name) {
        RemoteProcess process = process(name);
        cast.forget(name);
        try (Subscription trace = director().subscribe(EventKind.TRACE, "")) {
            process.kill();
            awaitEnd(process.welcome().pid(), trace);
        } catch (RefusedException noRight) {
            process.kill();
        }
    }

    private static void awaitEnd(long pid, Subscription trace) {
        Optional<Event> event;
        do {
            event = trace.next(DEATH);
        } while (event.isPresent() && !isEndOf(pid, event.get()));
    }

    private static boolean isEndOf(long pid, Event event) {
        return event instanceof Traced line && line.kind() == TraceKind.PROCESS.number() && line.pid() == pid;
    }

    /** The process has ended by its own doing. */
    void forget(String name) {
        cast.forget(name);
    }

    void subscribe(String name, String line) {
        process(name);
        cast.subscribe(name, line);
    }

    Subscription subscription(String name, String line) throws SyntaxException {
        return cast.subscription(name, line);
    }

    long physical(Place place) throws SyntaxException {
        return addressBook.physical(place);
    }

    /** Where the process has a place mapped; the physical address itself where it has not. */
    long virtual(String name, Place place) throws SyntaxException {
        if (place.isNumber()) {
            return place.offset();
        }
        long physical = physical(place);
        long pid = process(name).getpid().pid();
        for (MappingEntry mapping : monitor().mappings()) {
            long offset = physical - mapping.physical();
            if (mapping.pid() == pid && offset >= 0 && offset < mapping.length()) {
                return mapping.address() + offset;
            }
        }
        return physical;
    }

    /** The names in a directory. */
    List<String> names(String directory) {
        return director().readdir(directory);
    }

    List<DriverEntry> drivers() {
        return director().drivers();
    }

    /** The major number of a driver, by its name or by the number itself. */
    long major(String driver) throws SyntaxException {
        if (Character.isDigit(driver.charAt(0))) {
            return Words.numberOf(driver);
        }
        Map<String, Long> majors = drivers().stream().collect(Collectors.toMap(DriverEntry::name, DriverEntry::major));
        Long major = majors.get(driver);
        if (major == null) {
            throw Nearest.unknown("driver", driver, majors.keySet());
        }
        return major;
    }

    /** The name of the driver, or the number where no driver has it. */
    String driver(long major) {
        return drivers().stream()
                .filter(entry -> entry.major() == major)
                .map(DriverEntry::name)
                .findFirst()
                .orElse(Long.toString(major));
    }

    /** What a serial port has sent since it was first asked for. */
    SerialOutput output(String terminal) {
        SerialOutput known = outputs.get(terminal);
        if (known == null) {
            known = new SerialOutput(director().subscribe(EventKind.TERMINAL, terminal));
            outputs.put(terminal, known);
        }
        return known;
    }

    /** The machine checks since the transcript began, and the dump of the last. */
    Result crashes() {
        CrashReport report = monitor().crashReport();
        return Result.of(report.crashes() - earlierCrashes).with(report.text());
    }

    Result clock() {
        Time time = monitor().clock();
        return new Result(List.of(ClockKind.of(time.kind()).toString(), Long.toString(time.nanos())), 1, "");
    }

    ClockKind clockKind() {
        return ClockKind.of(monitor().clock().kind());
    }

    void setClock(ClockKind kind) {
        monitor().setClock(kind.number(), 0);
    }

    void advanceClock(Duration time) {
        monitor().setClock(0, time.toNanos());
    }

    void reset() {
        monitor().reset();
        everythingEnded();
    }

    /** Ends the processes in reverse order of appearance. */
    @Override
    public void close() {
        cast.leave();
        disconnectDirector();
    }

    private void everythingEnded() {
        cast.forgetAll();
        disconnectDirector();
    }

    private RemoteProcess director() {
        if (director == null) {
            director = Cast.connect(service, "player", null);
            outputs.replaceAll((terminal, lost) -> new SerialOutput(director.subscribe(EventKind.TERMINAL, terminal)));
        }
        return director;
    }

    private void disconnectDirector() {
        if (director != null) {
            director.kill();
            director = null;
        }
    }
}
