package org.iomap.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes to and from the server, never blocking but in {@link #awaitReadable} and {@link #awaitWritable}. */
sealed interface Transport permits SocketTransport, TlsTransport {
    /**
     * Reads what is there. One thread at a time.
     *
     * @return the bytes read; 0 when there are none now; -1 when there will never be any
     */
    int read(ByteBuffer into) throws IOException;

    /** True when {@link #read} has something that a sleep on the socket would not see. */
    boolean hasBuffered();

    /**
     * Writes what fits. One thread at a time.
     *
     * @return the bytes taken
     */
    int write(ByteBuffer from) throws IOException;

    /** True while bytes that {@link #write} took have not left this side. */
    boolean hasUnsent();

    /** Sleeps until there is something to read, at most this long. For the one thread that reads. */
    void awaitReadable(long nanos) throws IOException;

    /** Sleeps until something can be written, at most this long. For the one thread that writes. */
    void awaitWritable(long nanos) throws IOException;

    /** A way for another thread to sleep until there is something to read. */
    Readiness watch() throws IOException;

    /** Closes without a word; never fails. */
    void close();
}
