package org.iomap.cli.command;

import org.iomap.client.ConnectionLostException;

/** Nobody answers at a URI: exit status {@link ErrorReport#NO_SERVICE}. */
public final class CannotConnectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotConnectException(String uri, ConnectionLostException cause) {
        super("cannot connect to " + reason(uri, cause.detail().text()), cause);
    }

    private static String reason(String uri, String text) {
        return text.startsWith(uri) ? text : uri + ": " + text;
    }
}
