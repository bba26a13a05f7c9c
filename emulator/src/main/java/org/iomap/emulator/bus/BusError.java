package org.iomap.emulator.bus;

import org.iomap.protocol.BusCode;

/**
 * Nothing answered, or not in this way. On the real machine the bus times out and the processor takes a machine check
 * (HPMC). What a process sees of it is the kernel's business: rule 22.
 */
public final class BusError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final BusCode code;

    public BusError(BusCode code, String text) {
        this(code, text, null);
    }

    /** @param cause what broke inside a model, or null */
    public BusError(BusCode code, String text, Throwable cause) {
        super(text, cause, false, false);
        this.code = code;
    }

    public BusCode code() {
        return code;
    }
}
