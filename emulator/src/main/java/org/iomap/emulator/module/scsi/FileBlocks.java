package org.iomap.emulator.module.scsi;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A disk in a file: its blocks one after the other, as {@code dd} writes them. Bytes after the last whole block do not
 * count.
 */
public final class FileBlocks implements Blocks {
    private final FileChannel file;
    private final long count;
    private final boolean isReadOnly;

    private FileBlocks(FileChannel file, long count, boolean isReadOnly) {
        this.file = file;
        this.count = count;
        this.isReadOnly = isReadOnly;
    }

    /**
     * Opens an image.
     *
     * @throws IOException if it cannot be opened, or has not one block
     */
    public static FileBlocks open(Path image, boolean readOnly) throws IOException {
        FileChannel file = FileChannel.open(
                image,
                readOnly ? Set.of(StandardOpenOption.READ) : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        long count = file.size() / BLOCK;
        if (count == 0 || count > 1L << 32) {
            file.close();
            throw new IOException("%s has %d blocks of %d bytes; a disk has 1 to 2^32".formatted(image, count, BLOCK));
        }
        return new FileBlocks(file, count, readOnly);
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public boolean isReadOnly() {
        return isReadOnly;
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            if (file.read(into, position + into.position() - start) < 0) {
                throw new EOFException("the image has become shorter");
            }
        }
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
        int start = from.position();
        while (from.hasRemaining()) {
            file.write(from, position + from.position() - start);
        }
    }

    @Override
    public void flush() throws IOException {
        file.force(false);
    }
}
