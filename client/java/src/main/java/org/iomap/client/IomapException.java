package org.iomap.client;

import org.iomap.protocol.Execution;
import org.iomap.protocol.Failure;
import org.iomap.protocol.FailureDetail;
import org.iomap.protocol.Family;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.ProtocolCode;

/** A request that failed, with everything the server said about it. */
public abstract sealed class IomapException extends RuntimeException
        permits ErrnoException,
                SignalException,
                RefusedException,
                ProtocolFailedException,
                ConnectionLostException,
                DeadlineException {
    private static final long serialVersionUID = 1;

    private final transient FailureDetail detail;
    private final Opcode opcode;
    private final Execution execution;

    IomapException(Opcode opcode, String name, FailureDetail detail) {
        super(message(opcode, name, detail));
        this.opcode = opcode;
        this.detail = detail;
        Execution said = Execution.of(detail.execution());
        this.execution = said == null ? Execution.UNKNOWN : said;
    }

    /** Makes the exception of the failure's family. */
    static IomapException of(Failure failure) {
        Family family = failure.family();
        if (family == null) {
            return new ProtocolFailedException(failure.opcode(), ProtocolCode.UNSUPPORTED, failure.detail());
        }
        return switch (family) {
            case ERRNO -> new ErrnoException(failure);
            case BUS -> new SignalException(failure);
            case REFUSED -> new RefusedException(failure);
            case PROTOCOL -> new ProtocolFailedException(failure);
        };
    }

    /** A detail that this side of the connection states. */
    static FailureDetail stated(Execution execution, String text) {
        return new FailureDetail(execution.number(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "", text);
    }

    /** What the server said, field by field; where the client itself failed, only execution and text are set. */
    public FailureDetail detail() {
        return detail;
    }

    /** The request that failed; {@link Opcode#UNKNOWN} where it was none of ours. */
    public Opcode opcode() {
        return opcode;
    }

    /** Whether the request was carried out all the same. */
    public Execution execution() {
        return execution;
    }

    /** The rule of the iomap semantics that was broken; 0 where none applies. */
    public long rule() {
        return detail.rule();
    }

    private static String message(Opcode opcode, String name, FailureDetail detail) {
        StringBuilder message = new StringBuilder(opcode.name()).append(": ").append(name);
        if (!detail.text().isEmpty()) {
            message.append(": ").append(detail.text());
        } else if (detail.width() != 0) {
            message.append(": %d bytes at 0x%08x".formatted(detail.width(), detail.address()));
        }
        if (!detail.module().isEmpty()) {
            message.append(" of ").append(detail.module());
        }
        if (detail.rule() != 0) {
            message.append(" (rule ").append(detail.rule()).append(')');
        }
        return message.toString();
    }
}
