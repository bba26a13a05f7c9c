package org.iomap.client;

import org.iomap.protocol.Execution;
import org.iomap.protocol.Failure;
import org.iomap.protocol.FailureDetail;
import org.iomap.protocol.GoAway;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.ProtocolException;

/**
 * Why a connection is no more.
 *
 * @param text for people
 * @param error the server's last word; null where it had none
 * @param cause what this side met; null where it met nothing
 * @param underway whether the requests without a reply were carried out: unknown, unless the server has said
 */
record Loss(String text, Failure error, Throwable cause, Execution underway) {
    static Loss of(String text) {
        return new Loss(text, null, null, Execution.UNKNOWN);
    }

    static Loss of(String text, Throwable cause) {
        return new Loss(text, null, cause, Execution.UNKNOWN);
    }

    static Loss of(Failure error) {
        return new Loss(
                "the server closed it: " + IomapException.of(error).getMessage(), error, null, Execution.UNKNOWN);
    }

    /** The server had announced it, and had answered all that it carried out: EN-1. */
    static Loss of(GoAway announced) {
        return new Loss("the server closed it: " + announced.text(), null, null, Execution.NOT_EXECUTED);
    }

    /** What a request that was on its way fails with: RQ-6. */
    IomapException underway(Opcode opcode) {
        if (error != null) {
            // The last word need not be about this request, so it decides nothing about its execution.
            FailureDetail said = error.detail();
            FailureDetail detail = new FailureDetail(
                    Execution.UNKNOWN.number(),
                    said.rule(),
                    said.signal(),
                    said.signalCode(),
                    said.address(),
                    said.value(),
                    said.completed(),
                    said.sequence(),
                    said.width(),
                    said.direction(),
                    said.limit(),
                    said.module(),
                    said.text());
            return IomapException.of(new Failure(0, opcode.number(), error.status(), detail));
        }
        if (cause instanceof ProtocolException broken) {
            return new ProtocolFailedException(
                    opcode, broken.code(), IomapException.stated(Execution.UNKNOWN, broken.getMessage()));
        }
        return new ConnectionLostException(opcode, underway, text, cause);
    }

    /** What a request that was never sent fails with. */
    IomapException before(Opcode opcode) {
        return new ConnectionLostException(opcode, Execution.NOT_EXECUTED, text, cause);
    }
}
