package org.iomap.cli.transcript;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.client.FileStatus;
import org.iomap.client.IoctlResult;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Width;

/** The system calls of a process, by the names of section 2 of the manual. */
sealed interface SystemCall extends Action {
    int MINOR_BITS = 24;

    Result call(RemoteProcess process, Stage stage) throws SyntaxException;

    @Override
    default Result play(Stage stage, String process) throws SyntaxException {
        return call(stage.process(process), stage);
    }

    record Open(String path, int flags) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            return Result.of(process.open(path, flags));
        }
    }

    record Close(int descriptor) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            process.close(descriptor);
            return Result.ZERO;
        }
    }

    record Dup(int descriptor) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            return Result.of(process.dup(descriptor));
        }
    }

    /** Gives the argument stored back, and the return value behind it where that is not 0. */
    record Ioctl(int descriptor, long request, long argument) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            IoctlResult result = process.ioctl(descriptor, request, argument);
            String stored = result.argument() == 0 ? "0" : Result.hex(Width.WORD, result.argument());
            return result.result() == 0
                    ? Result.of(stored)
                    : new Result(List.of(stored, Result.hex(Width.WORD, result.result())), 1, "");
        }
    }

    /** Gives the position. */
    record Lseek(int descriptor, long offset, int whence) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            return Result.of(process.lseek(descriptor, offset, whence));
        }
    }

    record Ftruncate(int descriptor, long length) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            process.ftruncate(descriptor, length);
            return Result.ZERO;
        }
    }

    /** Gives what would not wait, 0 when the time is over. */
    record Poll(int descriptor, int events, Duration time) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            return Result.of(process.poll(descriptor, events, time));
        }
    }

    /** Gives the count, then the bytes. */
    record Read(int descriptor, int count) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            byte[] bytes = process.read(descriptor, count);
            Stream<String> data =
                    IntStream.range(0, bytes.length).mapToObj(i -> Result.hex(Width.BYTE, bytes[i] & 0xFF));
            return new Result(
                    Stream.concat(Stream.of(Integer.toString(bytes.length)), data)
                            .toList(),
                    1,
                    "");
        }
    }

    record Write(int descriptor, String data) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            return Result.of(process.write(descriptor, Texts.bytes(data)));
        }
    }

    record Mmap(int descriptor, long address, long length, long offset, int protection, int flags)
            implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            return Result.address(process.mmap(descriptor, address, length, offset, protection, flags));
        }
    }

    record Munmap(long address, long length) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            process.munmap(address, length);
            return Result.ZERO;
        }
    }

    /**
     * Makes a device file.
     *
     * @param driver a name, or the major number itself
     */
    record Mknod(String path, String driver, long minor, int mode) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) throws SyntaxException {
            long device = stage.director().major(driver) << MINOR_BITS | minor;
            process.mknod(path, mode, (int) device);
            return Result.ZERO;
        }
    }

    record Unlink(String path) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            process.unlink(path);
            return Result.ZERO;
        }
    }

    record Chmod(String path, int mode) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            process.chmod(path, mode);
            return Result.ZERO;
        }
    }

    record Chown(String path, int uid, int gid) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            process.chown(path, uid, gid);
            return Result.ZERO;
        }
    }

    /** Gives type, mode, uid, gid, and for a device its driver and minor number. */
    record Stat(String path) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            FileStatus status = process.stat(path);
            List<String> words = new ArrayList<>();
            words.add(status.isDirectory() ? "d" : status.isCharacterSpecial() ? "c" : "-");
            words.add("0%03o".formatted(status.permissions()));
            words.add(Long.toString(status.uid()));
            words.add(Long.toString(status.gid()));
            if (status.isCharacterSpecial()) {
                words.add(stage.director().driver(status.major()));
                words.add("0x%06x".formatted(status.minor()));
            }
            return Result.all(words);
        }
    }

    record Readdir(String path) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            return Result.all(process.readdir(path));
        }
    }

    /** Gives the process's number, its uid and its gid. */
    record Getpid() implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            Identity identity = process.getpid();
            return new Result(
                    Stream.of(identity.pid(), identity.uid(), identity.gid())
                            .map(String::valueOf)
                            .toList(),
                    1,
                    "");
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }
    }

    record Exit(int code) implements SystemCall {
        @Override
        public Result call(RemoteProcess process, Stage stage) {
            process.exit(code);
            return Result.ZERO;
        }

        @Override
        public Result play(Stage stage, String process) {
            Result result = call(stage.process(process), stage);
            stage.cast().forget(process);
            return result;
        }
    }
}
