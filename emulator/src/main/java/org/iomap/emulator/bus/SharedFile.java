package org.iomap.emulator.bus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Memory as a file of the host, in its memory and without a name: a program that is given a descriptor maps the same
 * pages. It is closed when nobody holds it any more. Source: shm_overview(7), proc(5); other systems than Linux have no
 * such files.
 */
public final class SharedFile {
    private static final Path DIRECTORY = Path.of("/dev/shm");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int ZEROS = 1 << 16;

    private final FileChannel channel;
    private final FileChannel readOnly;
    private final int descriptor;
    private final int readOnlyDescriptor;
    private final long bytes;
    private int holders = 1;

    private SharedFile(Path path, long bytes) throws IOException {
        this.bytes = bytes;
        channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel second = null;
        try {
            Set<Integer> first = descriptors(path);
            second = FileChannel.open(path, StandardOpenOption.READ);
            Set<Integer> both = descriptors(path);
            both.removeAll(first);
            descriptor = first.iterator().next();
            readOnlyDescriptor = both.iterator().next();
            readOnly = second;
        } catch (IOException | RuntimeException e) {
            channel.close();
            if (second != null) {
                second.close();
            }
            throw e;
        }
    }

    /**
     * Makes a file of zeros, which is the caller's to {@link #release}.
     *
     * @throws IOException if the host has no room for it, or no such files
     */
    static SharedFile create(long bytes) throws IOException {
        Path path = Files.createTempFile(DIRECTORY, "iomapd", null);
        SharedFile file;
        try {
            file = new SharedFile(path, bytes);
        } finally {
            Files.delete(path);
        }
        try {
            file.fill();
        } catch (IOException e) {
            file.release();
            throw e;
        }
        return file;
    }

    /** Java does not tell the number of a descriptor; the host does. */
    private static Set<Integer> descriptors(Path path) throws IOException {
        Set<Integer> numbers = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path link : all) {
                if (Files.exists(link) && Files.readSymbolicLink(link).equals(path)) {
                    numbers.add(Integer.valueOf(link.getFileName().toString()));
                }
            }
        }
        return numbers;
    }

    /** Takes all room at once: a page that the host has no room for later would be a SIGBUS of this process. */
    private void fill() throws IOException {
        for (long at = 0; at < bytes; at += ZEROS) {
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS, bytes - at));
            while (zeros.hasRemaining()) {
                channel.write(zeros, at + zeros.position());
            }
        }
    }

    MappedByteBuffer map() throws IOException {
        return channel.map(MapMode.READ_WRITE, 0, bytes);
    }

    /** The number of a descriptor of this process, open until {@link #release}. */
    public int descriptor(boolean isWritable) {
        return isWritable ? descriptor : readOnlyDescriptor;
    }

    /** Keeps it open until {@link #release} is called once more. */
    public void retain() {
        holders++;
    }

    public void release() {
        if (--holders == 0) {
            close();
        }
    }

    /** False when a program that has its descriptor has made it shorter: there is nothing behind its pages then. */
    boolean isWhole() {
        try {
            return channel.size() == bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the pages away from whoever has it mapped still: SIGBUS there. It must not be used by this process. */
    void revoke() {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void close() {
        try {
            channel.close();
            readOnly.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
