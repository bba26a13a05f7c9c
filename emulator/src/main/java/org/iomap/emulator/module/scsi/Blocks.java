package org.iomap.emulator.module.scsi;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a disk keeps: blocks of 512 bytes. */
public interface Blocks {
    int BLOCK = 512;

    /** How many blocks there are. */
    long count();

    boolean isReadOnly();

    /**
     * Reads bytes until {@code into} is full.
     *
     * @param position bytes from the start of the disk; the whole range is on it
     */
    void read(long position, ByteBuffer into) throws IOException;

    /** Writes bytes until {@code from} is empty; see {@link #read}. */
    void write(long position, ByteBuffer from) throws IOException;

    /** What was written is on the medium when this returns. */
    void flush() throws IOException;
}
