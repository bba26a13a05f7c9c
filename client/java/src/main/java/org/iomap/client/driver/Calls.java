package org.iomap.client.driver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.iomap.client.DriverConnection;
import org.iomap.client.IomapException;
import org.iomap.client.RefusedException;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.protocol.Called;
import org.iomap.protocol.Complete;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Operation;
import org.iomap.protocol.PageRange;

/** Turns the calls of processes into calls of a driver's {@link FileOperations}, and answers them. */
final class Calls {
    private final RemoteKernel kernel;
    private final DriverConnection connection;
    private final Map<FileKey, RemoteFile> files = new HashMap<>();

    /** Each device counts its open files. */
    private record FileKey(int major, long file) {
        static FileKey of(Called call) {
            return new FileKey(RemoteFile.major(call), call.file());
        }
    }

    Calls(RemoteKernel kernel, DriverConnection connection) {
        this.kernel = kernel;
        this.connection = connection;
    }

    void answer(Called call) {
        Operation operation = Operation.of(call.operation());
        if (operation == Operation.RELEASE) {
            release(files.remove(FileKey.of(call)));
            return;
        }
        try {
            send(carryOut(operation, call));
        } catch (DriverException e) {
            send(failed(call, e.errno(), e.text()));
        } catch (IomapException lost) {
            throw lost;
        } catch (RuntimeException e) {
            kernel.report(String.valueOf(operation), e);
            send(failed(call, Errno.EIO, e.toString()));
        }
    }

    /** Its caller is gone: what it had opened is closed. */
    void abandon(long call) {
        files.values().stream()
                .filter(file -> file.openedBy() == call)
                .findAny()
                .ifPresent(file -> {
                    files.values().remove(file);
                    release(file);
                });
    }

    private Complete carryOut(Operation operation, Called call) {
        if (operation == null) {
            throw new DriverException(Errno.ENOSYS, "operation " + call.operation());
        }
        return switch (operation) {
            case OPEN -> open(call);
            case READ -> read(file(call), call);
            case WRITE -> write(file(call), call);
            case IOCTL -> ioctl(file(call), call);
            case MMAP -> mmap(file(call), call);
            case POLL -> result(call, file(call).operations().poll(file(call)));
            case RELEASE -> throw new AssertionError("it has no answer");
        };
    }

    private RemoteFile file(Called call) {
        RemoteFile file = files.get(FileKey.of(call));
        if (file == null) {
            throw new DriverException(Errno.EIO, "the driver has no open file " + call.file());
        }
        file.calledBy(call);
        return file;
    }

    private Complete open(Called call) {
        RemoteFile file = new RemoteFile(call, kernel.operations(RemoteFile.major(call)));
        file.operations().open(file);
        files.put(FileKey.of(call), file);
        return result(call, 0);
    }

    /** @param file null where the driver has not opened it */
    private void release(RemoteFile file) {
        if (file != null) {
            try {
                file.operations().release(file);
            } catch (IomapException lost) {
                throw lost;
            } catch (RuntimeException e) {
                kernel.report("RELEASE", e);
            }
        }
    }

    private Complete read(RemoteFile file, Called call) {
        ByteBuffer into = ByteBuffer.allocate((int) Math.min(call.length(), connection.mostRead()));
        int count = file.operations().read(file, into, call.offset());
        if (count < 0 || count > into.position()) {
            throw new DriverException(Errno.EIO, "read(2) says %d bytes, and has %d".formatted(count, into.position()));
        }
        ByteBuf data = Unpooled.wrappedBuffer(into.array(), 0, count);
        return new Complete(0, call.call(), 0, count, 0, "", List.of(), data);
    }

    private static Complete write(RemoteFile file, Called call) {
        ByteBuffer from = call.data().nioBuffer().slice().asReadOnlyBuffer();
        return result(call, file.operations().write(file, from, call.offset()));
    }

    private static Complete ioctl(RemoteFile file, Called call) {
        RemoteIoctlArgument argument = new RemoteIoctlArgument(call.argument());
        long result = file.operations().ioctl(file, call.request(), argument);
        return answer(call, result, argument.get(), List.of());
    }

    private static Complete mmap(RemoteFile file, Called call) {
        RemoteArea area = new RemoteArea(call);
        file.operations().mmap(file, area);
        return answer(call, 0, 0, area.pages());
    }

    private static Complete result(Called call, long result) {
        return answer(call, result, 0, List.of());
    }

    private static Complete answer(Called call, long result, long argument, List<PageRange> pages) {
        return new Complete(0, call.call(), 0, result, argument, "", pages, Unpooled.EMPTY_BUFFER);
    }

    private static Complete failed(Called call, Errno errno, String why) {
        String text = why == null ? "" : RemoteKernel.line(why);
        return new Complete(0, call.call(), errno.number(), 0, 0, text, List.of(), Unpooled.EMPTY_BUFFER);
    }

    private void send(Complete answer) {
        try {
            connection.complete(answer);
        } catch (RefusedException tooLong) {
            connection.complete(new Complete(
                    0,
                    answer.call(),
                    Errno.EIO.number(),
                    0,
                    0,
                    tooLong.getMessage(),
                    List.of(),
                    Unpooled.EMPTY_BUFFER));
        }
    }
}
