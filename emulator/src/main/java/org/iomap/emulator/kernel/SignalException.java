package org.iomap.emulator.kernel;

import org.iomap.protocol.BusCode;
import org.iomap.protocol.Signal;

/** A load or store that ended in a signal for its process: rules 21 to 23. */
public final class SignalException extends AccessException {
    private static final long serialVersionUID = 1;

    private final Signal signal;
    private final int code;

    SignalException(
            Signal signal, int code, FailedAccess access, BusCode busCode, int rule, String module, String text) {
        super(access, busCode, rule, module, text);
        this.signal = signal;
        this.code = code;
    }

    public Signal signal() {
        return signal;
    }

    /** The si_code: SEGV_MAPERR, SEGV_ACCERR, BUS_ADRALN or BUS_ADRERR. */
    public int code() {
        return code;
    }
}
