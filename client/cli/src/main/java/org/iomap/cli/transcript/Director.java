package org.iomap.cli.transcript;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.client.Connector;
import org.iomap.client.Monitor;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.CrashReport;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Time;

/**
 * The connection for the requests that are no process's: made when it is needed, and again after the machine went down.
 */
final class Director {
    private final Supplier<Connector> service;
    private final Map<String, SerialOutput> outputs = new LinkedHashMap<>();
    private RemoteProcess connection;
    private long earlierCrashes;

    Director(Supplier<Connector> service) {
        this.service = service;
    }

    RemoteProcess connection() {
        if (connection == null) {
            connection = Cast.connect(service, "player", null);
            outputs.replaceAll((terminal, lost) -> listen(terminal));
        }
        return connection;
    }

    Monitor monitor() {
        return connection().monitor();
    }

    /** True where the player itself is uid 0. */
    boolean isRoot() {
        return connection().welcome().uid() == 0;
    }

    void disconnect() {
        if (connection != null) {
            connection.kill();
            connection = null;
        }
    }

    List<DriverEntry> drivers() {
        return connection().drivers();
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
            known = listen(terminal);
            outputs.put(terminal, known);
        }
        return known;
    }

    /** From now on {@link #crashes} counts from zero. */
    void forgetCrashes() {
        earlierCrashes = monitor().crashReport().crashes();
    }

    /** The number of machine checks, and the dump of the last. */
    Result crashes() {
        CrashReport report = monitor().crashReport();
        return Result.of(report.crashes() - earlierCrashes).with(report.text());
    }

    /** The kind of the clock, then its nanoseconds. */
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

    private SerialOutput listen(String terminal) {
        return new SerialOutput(connection().subscribe(EventKind.TERMINAL, terminal));
    }
}
