package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EBADF;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.EOVERFLOW;
import static org.iomap.protocol.Errno.ESPIPE;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.iomap.driver.IoctlArgument;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.protocol.TraceKind;

/**
 * The system calls, section 2 of the HP-UX manual. Each leaves a line in the trace when it ends; one that fails leaves
 * a second line, with the rule that it broke, and ends in {@link SystemCallException}. Those that ask a driver may end
 * later.
 */
public final class SystemCalls {
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;

    private final Kernel kernel;

    SystemCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Opens a file; rules 2, 5 to 8 and 27.
     *
     * @param flags an access mode and others; see {@link OpenFlags}
     * @return the handle of the descriptor
     */
    public Answer<Long> open(UserProcess process, String path, int flags) {
        return later(
                process,
                "open %s %s".formatted(Escaped.of(path), OpenFlags.shown(flags)),
                () -> opened(process, path, OpenFlags.of(flags)),
                SystemCalls::number);
    }

    private Answer<Long> opened(UserProcess process, String path, OpenFlags flags) {
        process.descriptors().requireRoom();
        kernel.openFiles().requireRoom();
        Inode inode = kernel.files().open(process.credentials(), path, flags);
        CharacterDriver driver = driver(inode);
        FileDescription file = new FileDescription(process, driver, inode, path, flags.status());
        return asking(file, () -> driver.open(file)).then(nothing -> installed(process, file));
    }

    private CharacterDriver driver(Inode inode) {
        if (inode.operations() == null) {
            return kernel.deviceSwitch().driver(inode.device());
        }
        return new LocalDriver("files", "fs", inode.operations(), LocalDriver.Pages.ALL, kernel.trace());
    }

    /** The driver has opened it; whether the process can have it is only known now, when it has kept us waiting. */
    private long installed(UserProcess process, FileDescription file) {
        try {
            if (process.hasExited()) {
                throw new SystemCallException(EBADF, 20, "the process has ended");
            }
            requireDriver(file);
            process.descriptors().requireRoom();
            kernel.openFiles().requireRoom();
        } catch (SystemCallException e) {
            file.driver().release(file);
            throw e;
        }
        kernel.openFiles().addDescriptor(file);
        return process.descriptors().add(file);
    }

    /** Closes a descriptor, whatever became of its device; rule 19. */
    public void close(UserProcess process, long handle) {
        call(
                process,
                "close " + number(handle),
                () -> kernel.openFiles().dropDescriptor(process.descriptors().remove(handle)));
    }

    public long dup(UserProcess process, long handle) {
        return call(
                process,
                "dup " + number(handle),
                () -> {
                    FileDescription file = file(process, handle);
                    process.descriptors().requireRoom();
                    kernel.openFiles().requireRoom();
                    kernel.openFiles().addDescriptor(file);
                    return process.descriptors().add(file);
                },
                SystemCalls::number);
    }

    /**
     * Controls a device; rules 16, 18 and 26.
     *
     * @param argument the value that the argument points to
     */
    public Answer<IoctlResult> ioctl(UserProcess process, long handle, long request, long argument) {
        return later(
                process,
                "ioctl %s 0x%08x 0x%x".formatted(number(handle), request, argument),
                () -> {
                    FileDescription file = file(process, handle);
                    Argument value = new Argument(argument);
                    return holding(file, () -> file.driver().ioctl(file, request, value))
                            .then(result -> new IoctlResult(value.get(), result));
                },
                result -> "0x%x".formatted(result.argument()));
    }

    /** Returns the bytes read, which is the advance of the position of {@code into}; 0 at the end. */
    public Answer<Integer> read(UserProcess process, long handle, ByteBuffer into) {
        return later(
                process,
                "read %s %d".formatted(number(handle), into.remaining()),
                () -> {
                    FileDescription file = file(process, handle);
                    file.requireReadable();
                    return holding(file, () -> file.driver().read(file, into, file.position()))
                            .then(count -> advance(file, count));
                },
                Object::toString);
    }

    /** Returns the bytes written. {@code from} is the call's until it ends. */
    public Answer<Integer> write(UserProcess process, long handle, ByteBuffer from) {
        return later(
                process,
                "write %s %d".formatted(number(handle), from.remaining()),
                () -> {
                    FileDescription file = file(process, handle);
                    file.requireWritable();
                    return holding(file, () -> file.driver().write(file, from, file.position()))
                            .then(count -> advance(file, count));
                },
                Object::toString);
    }

    private static int advance(FileDescription file, int count) {
        file.position(file.position() + count);
        return count;
    }

    /**
     * Moves the position of a file.
     *
     * @param whence 0 from the start, 1 from the position, 2 from the end, which only plain files have
     * @return the new position, in bytes
     */
    public long lseek(UserProcess process, long handle, long offset, int whence) {
        return call(
                process,
                "lseek %s %d %d".formatted(number(handle), offset, whence),
                () -> sought(file(process, handle), offset, whence),
                Object::toString);
    }

    private static long sought(FileDescription file, long offset, int whence) {
        if (!file.driver().isSeekable()) {
            throw new SystemCallException(
                    ESPIPE,
                    0,
                    "driver %s has no positions".formatted(file.driver().name()));
        }
        PlainFile plain = file.inode().plain();
        if (whence < SEEK_SET || whence > (plain == null ? SEEK_CUR : SEEK_END)) {
            throw new SystemCallException(EINVAL, 0, "the file is not measured from there", whence);
        }
        long base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.position() : plain.size();
        if (offset > 0 && base > Long.MAX_VALUE - offset) {
            throw new SystemCallException(EOVERFLOW, 0, "no position is that high", offset);
        }
        if (base + offset < 0 || (plain != null && base + offset > PlainFile.MOST_BYTES)) {
            throw new SystemCallException(EINVAL, 0, "position %d is not in the file".formatted(base + offset), offset);
        }
        file.position(base + offset);
        return file.position();
    }

    /** Cuts a plain file off, or makes it longer. */
    public void ftruncate(UserProcess process, long handle, long length) {
        call(process, "ftruncate %s %d".formatted(number(handle), length), () -> {
            FileDescription file = file(process, handle);
            if (file.inode().plain() == null || !file.isWritable() || length < 0) {
                throw new SystemCallException(
                        EINVAL, 0, "only a plain file, opened to be written, has a length", length);
            }
            file.inode().plain().truncate(length);
        });
    }

    /**
     * Waits until a file would not make its process wait: poll(2).
     *
     * @param events those that the process waits for
     * @param timeoutMillis 0 does not wait; negative has no end
     * @return those that have happened; 0 when the time ran out
     */
    public Answer<Integer> poll(UserProcess process, long handle, int events, long timeoutMillis) {
        return later(
                process,
                "poll %s 0x%x %d".formatted(number(handle), events, timeoutMillis),
                () -> {
                    FileDescription file = file(process, handle);
                    return held(file, new PollCall(kernel, file, events, timeoutMillis)::answer);
                },
                "0x%x"::formatted);
    }

    /** Maps a file, where its driver has mmap(2); iomap has not (rule 15). */
    public Answer<Long> mmap(
            UserProcess process, long handle, long address, long length, long offset, int protection, int flags) {
        return later(
                process,
                "mmap %s 0x%x 0x%x 0x%x %d %d".formatted(number(handle), address, length, offset, protection, flags),
                () -> {
                    FileDescription file = file(process, handle);
                    UserArea area = new UserArea(file, address, length, offset, protection, flags);
                    return holding(file, () -> file.driver().mmap(file, area))
                            .then(nothing -> mapped(file, area))
                            .onFailure(area::cancel);
                },
                "0x%x"::formatted);
    }

    private long mapped(FileDescription file, UserArea area) {
        requireDriver(file);
        return area.mapped();
    }

    /** A driver that has kept us waiting may have unregistered its device meanwhile. */
    private void requireDriver(FileDescription file) {
        if (file.inode().operations() == null && !kernel.deviceSwitch().leadsTo(file.driver(), file.device())) {
            throw CharacterDeviceSwitch.removed(file.device());
        }
    }

    /** Takes away what mmap(2) mapped in a range, of however many mappings; that nothing is mapped is no error. */
    public void munmap(UserProcess process, long address, long length) {
        call(process, "munmap 0x%x 0x%x".formatted(address, length), () -> {
            AddressSpace.requireValid(address, length);
            process.unmap(address, IoSpace.wholePages(length));
        });
    }

    /**
     * Shares the memory behind the pages around a range with the program of the host that the process is; no call of
     * HP-UX.
     */
    public SharedPart share(UserProcess process, long address, long length) {
        return call(
                process,
                "share 0x%x 0x%x".formatted(address, length),
                () -> process.shared().share(address, length),
                part -> "0x%x".formatted(part.offset()));
    }

    /**
     * Makes a special file. Only uid 0 does.
     *
     * @param mode permissions, with S_IFCHR
     * @param device major number in bits 31:24, minor number in bits 23:0
     */
    public void mknod(UserProcess process, String path, int mode, int device) {
        DeviceNumber number = DeviceNumber.of(device);
        call(
                process,
                "mknod %s 0%o %s".formatted(Escaped.of(path), mode, number),
                () -> kernel.files().mknod(process.credentials(), path, mode, number));
    }

    /** Takes a name away; whoever has the device open keeps it open. */
    public void unlink(UserProcess process, String path) {
        call(process, "unlink " + Escaped.of(path), () -> kernel.files().unlink(process.credentials(), path));
    }

    public void chmod(UserProcess process, String path, int mode) {
        call(
                process,
                "chmod %s 0%o".formatted(Escaped.of(path), mode),
                () -> kernel.files().chmod(process.credentials(), path, mode));
    }

    /** An id of -1 stays as it is. */
    public void chown(UserProcess process, String path, int uid, int gid) {
        call(
                process,
                "chown %s %d %d".formatted(Escaped.of(path), uid, gid),
                () -> kernel.files().chown(process.credentials(), path, uid, gid));
    }

    public FileStatus stat(UserProcess process, String path) {
        return call(
                process,
                "stat " + Escaped.of(path),
                () -> kernel.files().find(process.credentials(), path).status(),
                status -> "0%o".formatted(status.mode()));
    }

    /** Returns the names in a directory, sorted. */
    public List<String> readdir(UserProcess process, String path) {
        return call(
                process,
                "readdir " + Escaped.of(path),
                () -> kernel.files().readdir(process.credentials(), path),
                names -> names.size() + " names");
    }

    private static FileDescription file(UserProcess process, long handle) {
        FileDescription file = process.descriptors().get(handle);
        if (file.isRemoved()) {
            throw CharacterDeviceSwitch.removed(file.device());
        }
        return file;
    }

    private static String number(long handle) {
        return Integer.toString(FileDescriptorTable.number(handle));
    }

    private void call(UserProcess process, String what, Runnable body) {
        call(
                process,
                what,
                () -> {
                    body.run();
                    return 0;
                },
                Object::toString);
    }

    private <T> T call(UserProcess process, String what, Supplier<T> body, Function<T, String> shown) {
        return later(process, what, () -> Answer.of(body.get()), shown).now();
    }

    private <T> Answer<T> holding(FileDescription file, Supplier<Answer<T>> call) {
        return held(file, () -> asking(file, call));
    }

    /** Whoever closes a file in the middle of a call has it released when the call is over. */
    private <T> Answer<T> held(FileDescription file, Supplier<Answer<T>> call) {
        kernel.openFiles().hold(file);
        Answer<T> answer = call.get();
        answer.whenDone(its -> kernel.openFiles().letGo(file));
        return answer;
    }

    /** A driver that has nothing now is asked again when it says so, if the process may wait. */
    private static <T> Answer<T> asking(FileDescription file, Supplier<Answer<T>> call) {
        return file.isNonBlocking() ? call.get() : file.driver().sleepers().untilReady(call);
    }

    private <T> Answer<T> later(UserProcess process, String what, Supplier<Answer<T>> body, Function<T, String> shown) {
        Answer<T> answer = start(process, body);
        if (answer.isDone()) {
            trace(what, answer, shown);
            return answer;
        }
        Answer<T> result = answer.then(Function.identity());
        process.waitsFor(result);
        result.whenDone(its -> kernel.actingAs(process, () -> {
            process.waitsNoMore(result);
            trace(what, its, shown);
        }));
        return result;
    }

    private <T> Answer<T> start(UserProcess process, Supplier<Answer<T>> body) {
        kernel.current(process);
        try {
            if (process.hasExited()) {
                throw new SystemCallException(EBADF, 20, "the process has ended");
            }
            return body.get();
        } catch (SystemCallException e) {
            return Answer.failed(e);
        }
    }

    private <T> void trace(String what, Answer<T> answer, Function<T, String> shown) {
        if (answer.failure() == null) {
            kernel.trace().note(TraceKind.SYSTEM_CALL, 0, what + " = " + shown.apply(answer.now()));
        } else if (answer.failure() instanceof SystemCallException e) {
            kernel.trace().note(TraceKind.SYSTEM_CALL, 0, what + " = " + e.errno());
            kernel.trace()
                    .note(TraceKind.RULE, 0, e.rule() == 0 ? e.text() : "rule %d: %s".formatted(e.rule(), e.text()));
        } else {
            kernel.trace().note(TraceKind.SYSTEM_CALL, 0, what + " was given up");
        }
    }

    /** What the argument of an ioctl(2) points to. */
    private static final class Argument implements IoctlArgument {
        private long value;

        Argument(long value) {
            this.value = value;
        }

        @Override
        public long get() {
            return value;
        }

        @Override
        public void set(long newValue) {
            value = newValue;
        }
    }
}
