package org.iomap.cli.lesson;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Subscription;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Overrun;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Traced;

/**
 * What a machine still knows of what happened in it.
 *
 * @param lines oldest first
 * @param lost how many went too fast to be read
 */
record Past(List<Traced> lines, long lost) {
    private static final String SOURCE = "past";

    /**
     * Reads the trace up to the beginning of the process that reads it.
     *
     * @throws org.iomap.client.RefusedException without the right to watch
     */
    static Past of(RemoteProcess reader, Duration patience) {
        long pid = reader.welcome().pid();
        List<Traced> lines = new ArrayList<>();
        long lost = 0;
        try (Subscription trace = reader.subscribe(EventKind.TRACE, SOURCE)) {
            while (true) {
                Event event = trace.next(patience).orElse(null);
                if (event == null || isBeginningOf(pid, event)) {
                    return new Past(List.copyOf(lines), lost + trace.lost());
                } else if (event instanceof Traced line) {
                    lines.add(line);
                } else if (event instanceof Overrun overrun) {
                    lost += overrun.lost();
                }
            }
        }
    }

    private static boolean isBeginningOf(long pid, Event event) {
        return event instanceof Traced line && line.pid() == pid && line.kind() == TraceKind.PROCESS.number();
    }
}
