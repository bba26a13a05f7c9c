package org.iomap.client;

import org.iomap.protocol.BusCode;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Signal;

/** A load or store failed: on the real system the process would get a signal. The connection lives on. */
public final class SignalException extends IomapException {
    private static final long serialVersionUID = 1;

    private final Signal signal;
    private final BusCode busCode;

    SignalException(Failure failure) {
        super(failure.opcode(), name(failure), failure.detail());
        signal = Signal.of(failure.detail().signal());
        busCode = BusCode.of(failure.code());
    }

    /** Null for a physical access, which is no process's. */
    public Signal signal() {
        return signal;
    }

    /** The si_code of the signal, such as {@link Signal#SEGV_MAPERR}. */
    public int code() {
        return (int) detail().signalCode();
    }

    /** Where it failed: in the process's address space, physical for the monitor's accesses. */
    public long address() {
        return detail().address();
    }

    /** Why it failed; null where the server is newer than this library and the number unknown. */
    public BusCode busCode() {
        return busCode;
    }

    private static String name(Failure failure) {
        Signal signal = Signal.of(failure.detail().signal());
        BusCode cause = BusCode.of(failure.code());
        String why = cause == null ? "cause " + failure.code() : cause.name();
        return signal == null ? why : signal + " (" + why + ")";
    }
}
