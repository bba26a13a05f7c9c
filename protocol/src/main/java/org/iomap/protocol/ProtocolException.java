package org.iomap.protocol;

/** Bytes that the specification does not allow. The text names the rule and the value, and no bytes of the client. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ProtocolCode code;
    private final long value;

    public ProtocolException(ProtocolCode code, String text) {
        this(code, text, 0);
    }

    /** @param value for the field of this name in {@link FailureDetail} */
    public ProtocolException(ProtocolCode code, String text, long value) {
        super(code.requirement() + ": " + text, null, false, false);
        this.code = code;
        this.value = value;
    }

    public ProtocolCode code() {
        return code;
    }

    public long value() {
        return value;
    }
}
