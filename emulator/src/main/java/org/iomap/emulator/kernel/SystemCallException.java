package org.iomap.emulator.kernel;

import org.iomap.driver.DriverException;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Limit;

/** A system call that failed, and what it leaves undone. The text is ASCII and holds nothing that a client sent. */
public final class SystemCallException extends DriverException {
    private static final long serialVersionUID = 1;

    private final int rule;
    private final long value;
    private final Limit limit;

    /**
     * Says which rule was broken.
     *
     * @param rule of the iomap semantics; 0 where none applies
     */
    public SystemCallException(Errno errno, int rule, String text) {
        this(errno, rule, text, 0, null);
    }

    /**
     * Says what was refused.
     *
     * @param value refused: an address, a request, a handle
     */
    public SystemCallException(Errno errno, int rule, String text, long value) {
        this(errno, rule, text, value, null);
    }

    public SystemCallException(Errno errno, int rule, String text, Limit limit) {
        this(errno, rule, text, 0, limit);
    }

    private SystemCallException(Errno errno, int rule, String text, long value, Limit limit) {
        super(errno, text);
        this.rule = rule;
        this.value = value;
        this.limit = limit;
    }

    public int rule() {
        return rule;
    }

    public long value() {
        return value;
    }

    /** The limit that was met; null when it was none. */
    public Limit limit() {
        return limit;
    }
}
