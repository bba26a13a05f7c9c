package org.iomap.emulator.server;

import org.iomap.protocol.Limit;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Right;

/** The service will not do it: a limit, a missing right, an end. Nothing was carried out. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RefusedCode code;
    private final Limit limit;
    private final long value;

    RefusedException(RefusedCode code, String text) {
        this(code, null, 0, text);
    }

    private RefusedException(RefusedCode code, Limit limit, long value, String text) {
        super(text, null, false, false);
        this.code = code;
        this.limit = limit;
        this.value = value;
    }

    static RefusedException limit(Limit limit, long value, long inForce) {
        return new RefusedException(
                RefusedCode.LIMIT,
                limit,
                value,
                "HS-8: %d is past the limit %s of %d".formatted(value, limit, inForce));
    }

    static RefusedException right(Right right) {
        return new RefusedException(RefusedCode.RIGHT, "AU-4: this needs the right " + right);
    }

    static RefusedException noSuchProcess(long pid) {
        return new RefusedException(RefusedCode.NO_SUCH, "the machine has no process " + pid);
    }

    static RefusedException noSuch(String what) {
        return new RefusedException(RefusedCode.NO_SUCH, "the machine has no " + what + " of this name");
    }

    RefusedCode code() {
        return code;
    }

    /** Null where none was met. */
    Limit limit() {
        return limit;
    }

    /** What was asked for, or what there is already. */
    long value() {
        return value;
    }
}
