package org.iomap.client;

import org.iomap.protocol.Failure;
import org.iomap.protocol.FailureDetail;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.RefusedCode;

/** The server, or this library in its place, did not want to: a limit, a right, a name, a machine that is down. */
public final class RefusedException extends IomapException {
    private static final long serialVersionUID = 1;

    private final RefusedCode code;

    RefusedException(Failure failure) {
        super(failure.opcode(), name(failure.code()), failure.detail());
        code = RefusedCode.of(failure.code());
    }

    RefusedException(Opcode opcode, RefusedCode code, FailureDetail detail) {
        super(opcode, code.name(), detail);
        this.code = code;
    }

    /** Null where the server is newer than this library and the number unknown. */
    public RefusedCode code() {
        return code;
    }

    /** The limit that was met; null where the reason is another. */
    public Limit limit() {
        return Limit.of(detail().limit());
    }

    private static String name(int code) {
        RefusedCode known = RefusedCode.of(code);
        return known == null ? "refused, code " + code : known.name();
    }
}
