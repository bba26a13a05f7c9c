package org.iomap.emulator.server;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What the bytes of a client travel by. */
interface Link extends AutoCloseable {
    /** Writes what is taken at this moment. */
    int writeSome(ByteBuffer bytes) throws IOException;

    /** Writes all, and fails if that takes too long. */
    void write(ByteBuffer bytes) throws IOException;

    /** Waits for bytes, and fails if that takes too long; -1 at the end of the stream. */
    int read(ByteBuffer into) throws IOException;

    /** Bytes that are here already; -1 at the end of the stream. */
    int readSome(ByteBuffer into) throws IOException;

    /** Half-closes. */
    void endOutput();

    /** Breaks the connection. */
    @Override
    void close();
}
