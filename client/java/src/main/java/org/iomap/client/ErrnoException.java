package org.iomap.client;

import org.iomap.protocol.Errno;
import org.iomap.protocol.Failure;

/** A system call failed, as it would fail on HP-UX. */
public final class ErrnoException extends IomapException {
    private static final long serialVersionUID = 1;

    private final Errno errno;
    private final int number;

    ErrnoException(Failure failure) {
        super(failure.opcode(), name(failure.code()), failure.detail());
        errno = Errno.of(failure.code());
        number = failure.code();
    }

    /** Null where the server is newer than this library and the number unknown. */
    public Errno errno() {
        return errno;
    }

    /** HP-UX number. */
    public int number() {
        return number;
    }

    private static String name(int code) {
        Errno errno = Errno.of(code);
        return errno == null ? "errno " + code : errno.name();
    }
}
