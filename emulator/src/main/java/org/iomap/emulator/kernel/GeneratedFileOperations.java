package org.iomap.emulator.kernel;

import java.nio.ByteBuffer;
import java.util.Set;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.OpenFile;
import org.iomap.protocol.Errno;

/**
 * A generated file that somebody has open. A read from its start makes the content, and those that follow go on in it,
 * so that what is read in pieces fits together. Source: Linux 6.12, fs/kernfs/file.c and fs/seq_file.c.
 */
final class GeneratedFileOperations implements FileOperations {
    private final GeneratedFile content;
    private final boolean writable;

    /** @param writable whether anybody's bit for it is set: without one, not even root writes */
    GeneratedFileOperations(GeneratedFile content, boolean writable) {
        this.content = content;
        this.writable = writable;
    }

    @Override
    public void open(OpenFile file) {
        if (!writable && (file.flags() & OpenFile.O_ACCMODE) != OpenFile.O_RDONLY) {
            throw new DriverException(Errno.EACCES, "the file is only read");
        }
    }

    @Override
    public int read(OpenFile file, ByteBuffer into, long position) {
        if (position == 0 || file.privateData() == null) {
            file.privateData(content.read(reader(file)));
        }
        byte[] whole = (byte[]) file.privateData();
        int start = (int) Math.min(position, whole.length);
        int count = Math.min(into.remaining(), whole.length - start);
        into.put(whole, start, count);
        return count;
    }

    @Override
    public int write(OpenFile file, ByteBuffer from, long position) {
        byte[] data = new byte[from.remaining()];
        from.get(data);
        content.write(reader(file), data, position);
        file.privateData(null);
        return data.length;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    private static Credentials reader(OpenFile file) {
        return new Credentials((int) file.uid(), (int) file.gid(), Set.of());
    }
}
