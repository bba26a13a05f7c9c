package org.iomap.client;

import org.iomap.protocol.Execution;
import org.iomap.protocol.Opcode;

/** No answer within the deadline. The request may be carried out later; its answer will be dropped. */
public final class DeadlineException extends IomapException {
    private static final long serialVersionUID = 1;

    private final boolean connectionUsable;

    DeadlineException(Opcode opcode, Execution execution, boolean connectionUsable, String text) {
        super(opcode, "deadline", stated(execution, text));
        this.connectionUsable = connectionUsable;
    }

    /** False when half a request is on its way, so that no other can follow: the connection is closed. */
    public boolean isConnectionUsable() {
        return connectionUsable;
    }
}
