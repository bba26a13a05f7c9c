package org.iomap.cli.transcript;

import java.util.ArrayList;
import java.util.List;
import org.iomap.cli.transcript.Outcome.Failed;
import org.iomap.client.ConnectionLostException;
import org.iomap.client.DeadlineException;
import org.iomap.client.ErrnoException;
import org.iomap.client.IomapException;
import org.iomap.client.ProtocolFailedException;
import org.iomap.client.RefusedException;
import org.iomap.client.SignalException;
import org.iomap.driver.DriverException;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Signal;

/** The names that failures have in a transcript. */
final class Failures {
    static final String MACHINE_CHECK = "HPMC";
    static final String LOST = "LOST";
    static final String TIMEOUT = "TIMEOUT";

    private Failures() {}

    static Failed of(IomapException failure) {
        String text = text(failure);
        if (failure instanceof ErrnoException errno) {
            String name = errno.errno() == null ? "ERRNO" : errno.errno().name();
            return new Failed(name, List.of(), text);
        }
        if (failure instanceof SignalException signal) {
            return signal.busCode() == BusCode.MACHINE_CHECK
                    ? new Failed(MACHINE_CHECK, List.of(), text)
                    : new Failed(signal(signal).name(), codes(signal), text);
        }
        if (failure instanceof RefusedException refused) {
            return new Failed("REFUSED", name(refused.code()), text);
        }
        if (failure instanceof ProtocolFailedException protocol) {
            return new Failed("PROTOCOL", name(protocol.code()), text);
        }
        return new Failed(failure instanceof DeadlineException ? TIMEOUT : LOST, List.of(), text);
    }

    /** What the kernel told a driver. */
    static Failed of(DriverException refused) {
        return new Failed(refused.errno().name(), List.of(), refused.text());
    }

    /** What the service said, with the rule where it does not say that itself. */
    private static String text(IomapException failure) {
        String said = failure.detail().text();
        if (said.isEmpty()) {
            return failure.getMessage();
        }
        return failure.rule() == 0 || said.startsWith("rule ") ? said : said + " (rule " + failure.rule() + ")";
    }

    /** True when the process that met it is gone. */
    static boolean isEnd(IomapException failure) {
        return failure instanceof ConnectionLostException;
    }

    /** True when every process is gone with it: rule 22. */
    static boolean isEndOfAll(IomapException failure) {
        return failure instanceof SignalException signal && signal.busCode() == BusCode.MACHINE_CHECK;
    }

    /** A physical access is no process's, so that nobody gets a signal; its bus error has the name all the same. */
    private static Signal signal(SignalException failure) {
        return failure.signal() == null ? Signal.SIGBUS : failure.signal();
    }

    private static List<String> codes(SignalException failure) {
        List<String> codes = new ArrayList<>();
        if (signal(failure) == Signal.SIGSEGV) {
            codes.add(failure.busCode() == BusCode.PROTECTION ? "SEGV_ACCERR" : "SEGV_MAPERR");
        } else {
            codes.add(failure.busCode() == BusCode.ALIGNMENT ? "BUS_ADRALN" : "BUS_ADRERR");
        }
        codes.addAll(name(failure.busCode()));
        return codes;
    }

    private static List<String> name(Enum<?> constant) {
        return constant == null ? List.of() : List.of(constant.name());
    }
}
