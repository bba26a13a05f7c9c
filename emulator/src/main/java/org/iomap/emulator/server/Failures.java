package org.iomap.emulator.server;

import static org.iomap.protocol.Execution.NOT_EXECUTED;
import static org.iomap.protocol.Execution.UNKNOWN;

import io.netty.buffer.ByteBufUtil;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.kernel.AccessException;
import org.iomap.emulator.kernel.SignalException;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Failure;
import org.iomap.protocol.FailureDetail;
import org.iomap.protocol.Family;
import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what went wrong becomes a message: ER-1. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int LONGEST_TEXT = 256;
    private static final int BUS_ERROR_RULE = 22;
    private static final int ALIGNMENT_RULE = 23;

    private Failures() {}

    /** Says what went wrong outside of any access. */
    static Failure of(long requestId, int opcode, RuntimeException cause) {
        return of(requestId, opcode, cause, Attempt.NONE, 0);
    }

    /**
     * Says what went wrong.
     *
     * @param sequence of the request on its connection, counted from 1; 0 where there is none
     */
    static Failure of(long requestId, int opcode, RuntimeException cause, Attempt attempt, long sequence) {
        if (cause instanceof SystemCallException call) {
            FailureDetail detail = detail(NOT_EXECUTED, call.text())
                    .rule(call.rule())
                    .value(call.value())
                    .limit(call.limit())
                    .at(sequence, attempt);
            return new Failure(
                    requestId, opcode, Failure.status(Family.ERRNO, call.errno().number()), detail);
        }
        if (cause instanceof AccessException access) {
            return new Failure(requestId, opcode, status(access.busCode()), ofAccess(access, attempt, sequence));
        }
        if (cause instanceof BusError error) {
            return new Failure(requestId, opcode, status(error.code()), ofBusError(error, attempt, sequence));
        }
        if (cause instanceof RefusedException refused) {
            FailureDetail detail = detail(NOT_EXECUTED, refused.getMessage())
                    .value(refused.value())
                    .limit(refused.limit())
                    .at(sequence, attempt);
            return new Failure(
                    requestId,
                    opcode,
                    Failure.status(Family.REFUSED, refused.code().number()),
                    detail);
        }
        if (cause instanceof ProtocolException broken) {
            return new Failure(
                    requestId,
                    opcode,
                    Failure.status(Family.PROTOCOL, broken.code().number()),
                    detail(NOT_EXECUTED, broken.getMessage())
                            .value(broken.value())
                            .at(sequence, attempt));
        }
        LOG.error("A request failed in the service itself", cause);
        return new Failure(
                requestId,
                opcode,
                Failure.status(Family.REFUSED, RefusedCode.INTERNAL.number()),
                detail(UNKNOWN, "the service itself failed; its log has the cause")
                        .at(sequence, attempt));
    }

    private static FailureDetail ofAccess(AccessException access, Attempt attempt, long sequence) {
        Details details =
                detail(access.execution(), access.text()).rule(access.rule()).module(access.module());
        if (access instanceof SignalException signal) {
            details.signal(signal.signal(), signal.code());
        }
        return details.at(
                sequence,
                new Attempt(
                        access.address(),
                        access.access().width(),
                        access.access().direction(),
                        attempt.completed()));
    }

    private static FailureDetail ofBusError(BusError error, Attempt attempt, long sequence) {
        return detail(error.code() == BusCode.DEVICE_FAILED ? UNKNOWN : NOT_EXECUTED, error.getMessage())
                .rule(error.code() == BusCode.ALIGNMENT ? ALIGNMENT_RULE : BUS_ERROR_RULE)
                .signal(Signal.SIGBUS, error.code() == BusCode.ALIGNMENT ? Signal.BUS_ADRALN : Signal.BUS_ADRERR)
                .at(sequence, attempt);
    }

    private static long status(BusCode code) {
        return Failure.status(Family.BUS, code.number());
    }

    private static Details detail(Execution execution, String text) {
        return new Details(execution, shortened(text));
    }

    /** ER-4: at most 256 bytes. Our texts are ASCII. */
    private static String shortened(String text) {
        return ByteBufUtil.utf8Bytes(text) <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT / 2);
    }
}
