package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EBADF;
import static org.iomap.protocol.Errno.EMFILE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import org.iomap.protocol.Limit;

/**
 * The descriptors of one process. Source: iomap semantics, rule 27; RQ-3.
 *
 * <p>A handle is a descriptor number, the lowest free one from 3, and above it a generation that never comes again. So
 * the handle of a closed descriptor reaches nothing, whoever has its number now.
 */
final class FileDescriptorTable {
    private static final int FIRST = 3;
    private static final int NUMBER_BITS = 16;
    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;

    private final int limit;
    private long[] handles = new long[4];
    private FileDescription[] files = new FileDescription[4];
    private int count;
    private long generation;

    FileDescriptorTable(int limit) {
        this.limit = Math.min(limit, NUMBER_MASK - FIRST);
    }

    /** The descriptor number in a handle. */
    static int number(long handle) {
        return (int) handle & NUMBER_MASK;
    }

    /** @throws SystemCallException EMFILE when there is no room for another descriptor */
    void requireRoom() {
        if (count >= limit) {
            throw new SystemCallException(
                    EMFILE, 27, "the process has %d descriptors".formatted(limit), Limit.DESCRIPTORS);
        }
    }

    /** Returns the handle of a new descriptor. */
    long add(FileDescription file) {
        int slot = 0;
        while (slot < files.length && files[slot] != null) {
            slot++;
        }
        if (slot == files.length) {
            files = Arrays.copyOf(files, 2 * slot);
            handles = Arrays.copyOf(handles, 2 * slot);
        }
        generation++;
        files[slot] = file;
        handles[slot] = (generation << NUMBER_BITS) | (slot + FIRST);
        count++;
        return handles[slot];
    }

    /** @throws SystemCallException EBADF when the handle is of no open descriptor */
    FileDescription get(long handle) {
        return files[slot(handle)];
    }

    FileDescription remove(long handle) {
        int slot = slot(handle);
        FileDescription file = files[slot];
        files[slot] = null;
        handles[slot] = 0;
        count--;
        return file;
    }

    /** Whether what a mapping was made of is open now: its device, or its file where it is of no device. */
    boolean has(Pregion pregion) {
        return Arrays.stream(files).anyMatch(file -> file != null && isOf(pregion, file));
    }

    private static boolean isOf(Pregion pregion, FileDescription file) {
        boolean isFile = file.device().equals(DeviceNumber.NONE);
        return pregion.devices().contains(file.device())
                && (!isFile || file.path().equals(pregion.origin().path()));
    }

    /** How many there are of devices with these major numbers. */
    long count(IntPredicate major) {
        return Arrays.stream(files)
                .filter(file -> file != null && major.test(file.major()))
                .count();
    }

    /** In the order of their numbers. */
    List<Long> handles() {
        List<Long> open = new ArrayList<>();
        forEach(null, open::add);
        return open;
    }

    /** @param device null for all */
    void forEach(DeviceNumber device, LongConsumer consumer) {
        for (int slot = 0; slot < files.length; slot++) {
            if (files[slot] != null && (device == null || files[slot].device().equals(device))) {
                consumer.accept(handles[slot]);
            }
        }
    }

    private int slot(long handle) {
        int slot = number(handle) - FIRST;
        if (slot < 0 || slot >= handles.length || handles[slot] != handle) {
            throw new SystemCallException(EBADF, 27, "no open descriptor has this handle", handle);
        }
        return slot;
    }
}
