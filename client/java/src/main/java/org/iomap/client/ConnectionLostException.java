package org.iomap.client;

import org.iomap.protocol.Execution;
import org.iomap.protocol.Opcode;

/**
 * The connection, and the process with it, is gone. A request that was on its way may have been carried out: its
 * execution is UNKNOWN, and the library never sends it again.
 */
public final class ConnectionLostException extends IomapException {
    private static final long serialVersionUID = 1;

    ConnectionLostException(Opcode opcode, Execution execution, String text, Throwable cause) {
        super(opcode, "connection lost", stated(execution, text));
        initCause(cause);
    }
}
