package org.iomap.protocol;

/** Bytes that the specification does not allow. The text names the rule and the value, and no bytes of the client. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ProtocolCode code;

    public ProtocolException(ProtocolCode code, String text) {
        super(code.requirement() + ": " + text, null, false, false);
        this.code = code;
    }

    public ProtocolCode code() {
        return code;
    }
}
