package org.iomap.emulator.kernel.driver;

import java.util.function.LongSupplier;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/** The calls of drivers to the kernel, as lines of the trace: under the names of Linux, with what they came to. */
final class KernelCalls {
    private final Trace trace;

    KernelCalls(Trace trace) {
        this.trace = trace;
    }

    /** A call that returns an address. */
    long call(String what, LongSupplier body) {
        return call(what, "0x%x", body);
    }

    /** @param form how what the call returns is shown */
    long call(String what, String form, LongSupplier body) {
        try {
            long result = body.getAsLong();
            trace.note(TraceKind.SYSTEM_CALL, 0, what + " = " + form.formatted(result));
            return result;
        } catch (SystemCallException e) {
            throw failed(what, e);
        }
    }

    /** A call that succeeds or not. */
    void call(String what, Runnable body) {
        try {
            body.run();
            trace.note(TraceKind.SYSTEM_CALL, 0, what + " = 0");
        } catch (SystemCallException e) {
            throw failed(what, e);
        }
    }

    private SystemCallException failed(String what, SystemCallException e) {
        trace.note(TraceKind.SYSTEM_CALL, 0, what + " = " + e.errno());
        trace.note(TraceKind.RULE, 0, e.rule() == 0 ? e.text() : "rule %d: %s".formatted(e.rule(), e.text()));
        return e;
    }
}
