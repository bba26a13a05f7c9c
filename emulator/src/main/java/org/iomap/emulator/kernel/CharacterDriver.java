package org.iomap.emulator.kernel;

import java.nio.ByteBuffer;
import org.iomap.driver.IoctlArgument;
import org.iomap.driver.MemoryArea;

/**
 * A row of the character device switch, cdevsw: a driver inside the service, or one that has to be asked. Every call
 * may fail with {@link SystemCallException}; see {@link org.iomap.driver.FileOperations} for what they do.
 */
public interface CharacterDriver {
    String name();

    /** The class that lsdev(1M) shows. */
    String driverClass();

    Answer<Void> open(FileDescription file);

    /** The file is no more. It never fails. */
    void release(FileDescription file);

    /** Returns the bytes read, which have been put into {@code into}. */
    Answer<Integer> read(FileDescription file, ByteBuffer into, long position);

    /** Returns the bytes written. */
    Answer<Integer> write(FileDescription file, ByteBuffer from, long position);

    Answer<Long> ioctl(FileDescription file, long request, IoctlArgument argument);

    /** Fills {@code area}. */
    Answer<Void> mmap(FileDescription file, MemoryArea area);

    /** Returns which of {@link org.iomap.driver.FileOperations#POLLIN} and the others would not wait. */
    Answer<Integer> poll(FileDescription file);

    boolean isSeekable();

    /** Whether read(2) and write(2) ask first what the descriptor was opened for. */
    boolean hasReadAndWrite();

    /** Whether it may hand out these physical pages. */
    boolean mayMap(long physical, long length);

    /** Whose the mappings are that its mmap(2) makes. */
    default Mapper mapper() {
        return Mapper.NOBODY;
    }

    /** Where calls sleep that it answered with EAGAIN. */
    WaitQueue sleepers();
}
