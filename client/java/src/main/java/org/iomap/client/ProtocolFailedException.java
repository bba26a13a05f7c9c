package org.iomap.client;

import org.iomap.protocol.Failure;
import org.iomap.protocol.FailureDetail;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.ProtocolCode;

/** One side broke the protocol. When it was the server, the connection is lost with it. */
public final class ProtocolFailedException extends IomapException {
    private static final long serialVersionUID = 1;

    private final ProtocolCode code;

    ProtocolFailedException(Failure failure) {
        super(failure.opcode(), name(failure.code()), failure.detail());
        code = ProtocolCode.of(failure.code());
    }

    ProtocolFailedException(Opcode opcode, ProtocolCode code, FailureDetail detail) {
        super(opcode, code.name(), detail);
        this.code = code;
    }

    /** Null where the server is newer than this library and the number unknown. */
    public ProtocolCode code() {
        return code;
    }

    private static String name(int code) {
        ProtocolCode known = ProtocolCode.of(code);
        return known == null ? "protocol, code " + code : known.name();
    }
}
