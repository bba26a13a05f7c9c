package org.iomap.cli.transcript;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.iomap.client.ConnectionLostException;
import org.iomap.client.Connector;
import org.iomap.client.IomapException;
import org.iomap.client.Monitor;
import org.iomap.client.RefusedException;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Subscription;
import org.iomap.driver.DriverException;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Explained;
import org.iomap.protocol.MappingEntry;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Traced;

/** Where a transcript is played: a machine with the processes of the transcript. */
final class Stage implements AutoCloseable {
    /** A broken connection is noticed within a second: EN-3. */
    private static final Duration DEATH = Duration.ofSeconds(1);

    private final Holes holes;
    private final Cast cast;
    private final Director director;
    private final AddressBook addressBook;
    private Explained explained;

    Stage(Supplier<Connector> service, Holes holes) {
        this.holes = holes;
        this.cast = new Cast(service);
        this.director = new Director(service);
        this.addressBook = new AddressBook(
                () -> director.connection().modules(),
                module -> director.monitor().registers(module));
    }

    Holes holes() {
        return holes;
    }

    Cast cast() {
        return cast;
    }

    Director director() {
        return director;
    }

    Monitor monitor() {
        return director.monitor();
    }

    AddressBook addressBook() {
        return addressBook;
    }

    /** What was explained last; null where nothing was. */
    Explained explained() {
        return explained;
    }

    void explained(Explained told) {
        explained = told;
    }

    /**
     * Connects, listens to the serial ports whose output the transcript expects, and counts machine checks from now.
     */
    void prepare(Transcript transcript) {
        director.connection();
        for (Line line : transcript.lines()) {
            if (line.action() instanceof Watch.Output output) {
                director.output(output.terminal());
            } else if (line.action() instanceof Control.Crashes) {
                director.forgetCrashes();
            }
        }
    }

    /**
     * Plays one line.
     *
     * @throws SyntaxException if the machine does not know one of its words
     */
    Outcome play(Line line) throws SyntaxException {
        try {
            return attempt(line);
        } catch (IomapException failure) {
            if (Failures.isEndOfAll(failure)) {
                everythingEnded();
            } else if (Failures.isEnd(failure)) {
                cast.forget(line.process());
                director.disconnect();
            }
            return Failures.of(failure);
        } catch (DriverException refused) {
            return Failures.of(refused);
        }
    }

    /** The machine may have gone down since the director spoke last; a new connection switches it on. */
    private Outcome attempt(Line line) throws SyntaxException {
        try {
            return line.action().play(this, line.process());
        } catch (ConnectionLostException down) {
            boolean isDirectors = line.action() instanceof Physical || line.action() instanceof Control;
            if (!isDirectors || down.execution() != Execution.NOT_EXECUTED) {
                throw down;
            }
            director.disconnect();
            return line.action().play(this, line.process());
        }
    }

    RemoteProcess process(String name) {
        return cast.process(name, director.isRoot());
    }

    long physical(Place place) throws SyntaxException {
        return addressBook.physical(place);
    }

    /** Where the process has a place mapped; the physical address itself where it has not. */
    long virtual(String name, Place place) throws SyntaxException {
        if (place.isNumber()) {
            return place.offset();
        }
        if (cast.isDriver(name)) {
            return virtual(cast.driver(name), place);
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

    /** Where a driver has a place mapped; the physical address itself where it has not. */
    long virtual(PlayedDriver driver, Place place) throws SyntaxException {
        long physical = physical(place);
        return place.isNumber() ? physical : driver.virtual(physical).orElse(physical);
    }

    /** Breaks the connection of a process, and waits until the machine has noticed, where it may be watched. */
    void kill(String name) {
        RemoteProcess process = process(name);
        cast.forget(name);
        try (Subscription trace = director.connection().subscribe(EventKind.TRACE, "")) {
            process.kill();
            awaitEnd(process.welcome().pid(), trace);
        } catch (RefusedException noRight) {
            process.kill();
        }
    }

    /** Switches the machine off and on. */
    void reset() {
        monitor().reset();
        everythingEnded();
    }

    /** As switched on, and time moves only when told. */
    void freshen() {
        director.setClock(ClockKind.VIRTUAL);
        reset();
        director.setClock(ClockKind.VIRTUAL);
    }

    /** Ends the processes in reverse order of appearance. */
    @Override
    public void close() {
        cast.leave();
        director.disconnect();
    }

    private void everythingEnded() {
        cast.forgetAll();
        director.disconnect();
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
}
