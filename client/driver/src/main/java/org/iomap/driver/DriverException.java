package org.iomap.driver;

import org.iomap.protocol.Errno;

/** A call that failed, with an errno as its caller sees it. It has no stack trace: it is an answer, not a defect. */
public class DriverException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Errno errno;
    private final String text;

    public DriverException(Errno errno, String text) {
        super(errno + ": " + text, null, false, false);
        this.errno = errno;
        this.text = text;
    }

    public final Errno errno() {
        return errno;
    }

    /** Why, for people. */
    public final String text() {
        return text;
    }
}
