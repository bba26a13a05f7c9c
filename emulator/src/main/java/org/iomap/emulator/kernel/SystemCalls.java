package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EBADF;
import static org.iomap.protocol.Errno.EINVAL;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.protocol.TraceKind;

/**
 * The system calls, section 2 of the HP-UX manual. Each throws {@link SystemCallException} when it fails, and leaves a
 * line in the trace either way; one that fails leaves a second line, with the rule that it broke.
 */
public final class SystemCalls {
    private static final List<String> ACCESS_MODES = List.of("O_RDONLY", "O_WRONLY", "O_RDWR");

    private final Kernel kernel;

    SystemCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Opens a special file; rules 2, 5 to 8 and 27.
     *
     * @param flags {@link OpenFile#O_RDONLY}, {@link OpenFile#O_WRONLY} or {@link OpenFile#O_RDWR}
     * @return the handle of the descriptor
     */
    public long open(UserProcess process, String path, int flags) {
        String mode = flags >= 0 && flags < ACCESS_MODES.size() ? ACCESS_MODES.get(flags) : Integer.toString(flags);
        return call(
                process,
                "open %s %s".formatted(Escaped.of(path), mode),
                () -> opened(process, path, flags),
                SystemCalls::number);
    }

    private long opened(UserProcess process, String path, int flags) {
        int wanted = switch (flags) {
            case OpenFile.O_RDONLY -> Inode.READ;
            case OpenFile.O_WRONLY -> Inode.WRITE;
            case OpenFile.O_RDWR -> Inode.READ | Inode.WRITE;
            default -> throw new SystemCallException(EINVAL, 0, "flags are O_RDONLY, O_WRONLY or O_RDWR", flags);
        };
        DeviceNumber device =
                kernel.files().find(process.credentials(), path, wanted).device();
        process.descriptors().requireRoom();
        kernel.openFiles().requireRoom();
        CharacterDriver driver = kernel.deviceSwitch().driver(device);
        return process.descriptors().add(kernel.openFiles().open(process, driver, device, flags));
    }

    /** Closes a descriptor, whatever became of its device; rule 19. */
    public void close(UserProcess process, long handle) {
        call(
                process,
                "close " + number(handle),
                () -> kernel.openFiles()
                        .dropDescriptor(process, process.descriptors().remove(handle)));
    }

    public long dup(UserProcess process, long handle) {
        return call(
                process,
                "dup " + number(handle),
                () -> {
                    OpenFile file = file(process, handle);
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
    public IoctlResult ioctl(UserProcess process, long handle, long request, long argument) {
        return call(
                process,
                "ioctl %s 0x%08x 0x%x".formatted(number(handle), request, argument),
                () -> {
                    OpenFile file = file(process, handle);
                    return file.driver().ioctl(process, file, request, argument);
                },
                result -> "0x%x".formatted(result.argument()));
    }

    /** Returns the bytes read, which is the advance of the position of {@code into}; 0 at the end. */
    public int read(UserProcess process, long handle, ByteBuffer into) {
        return call(
                process,
                "read %s %d".formatted(number(handle), into.remaining()),
                () -> {
                    OpenFile file = file(process, handle);
                    return file.driver().read(process, file, into);
                },
                Object::toString);
    }

    public int write(UserProcess process, long handle, ByteBuffer from) {
        return call(
                process,
                "write %s %d".formatted(number(handle), from.remaining()),
                () -> {
                    OpenFile file = file(process, handle);
                    return file.driver().write(process, file, from);
                },
                Object::toString);
    }

    /** Maps a device, where its driver has mmap(2); iomap has not (rule 15). */
    public long mmap(
            UserProcess process, long handle, long address, long length, long offset, int protection, int flags) {
        return call(
                process,
                "mmap %s 0x%x 0x%x 0x%x %d %d".formatted(number(handle), address, length, offset, protection, flags),
                () -> {
                    OpenFile file = file(process, handle);
                    return file.driver().mmap(process, file, address, length, offset, protection, flags);
                },
                "0x%x"::formatted);
    }

    /** Takes away one whole mapping that mmap(2) made. */
    public void munmap(UserProcess process, long address, long length) {
        call(process, "munmap 0x%x 0x%x".formatted(address, length), () -> {
            AddressSpace.requireValid(address, length);
            long pages = (length + IoSpace.PAGE - 1) / IoSpace.PAGE;
            Pregion pregion = process.addressSpace().at(address, pages * IoSpace.PAGE);
            if (pregion == null) {
                throw new SystemCallException(EINVAL, 0, "mmap(2) did not map 0x%x".formatted(address), address);
            }
            pregion.driver().munmap(process, pregion);
        });
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

    private static OpenFile file(UserProcess process, long handle) {
        OpenFile file = process.descriptors().get(handle);
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
        try {
            if (process.hasExited()) {
                throw new SystemCallException(EBADF, 20, "the process has ended");
            }
            T result = body.get();
            kernel.trace().note(TraceKind.SYSTEM_CALL, 0, what + " = " + shown.apply(result));
            return result;
        } catch (SystemCallException e) {
            kernel.trace().note(TraceKind.SYSTEM_CALL, 0, what + " = " + e.errno());
            kernel.trace()
                    .note(TraceKind.RULE, 0, e.rule() == 0 ? e.text() : "rule %d: %s".formatted(e.rule(), e.text()));
            throw e;
        }
    }
}
