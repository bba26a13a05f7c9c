package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EIO;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.IoctlArgument;
import org.iomap.driver.MemoryArea;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/** A driver inside the service. One that breaks costs its caller EIO, and nobody else anything. */
public final class LocalDriver implements CharacterDriver {
    /** Which physical pages a driver may hand out. */
    @FunctionalInterface
    public interface Pages {
        /** Those of the kernel's own drivers. */
        Pages ALL = (physical, length) -> true;

        boolean mayMap(long physical, long length);
    }

    private final String name;
    private final String driverClass;
    private final FileOperations operations;
    private final Pages pages;
    private final Trace trace;
    private final WaitQueue sleepers = new WaitQueue();

    public LocalDriver(String name, String driverClass, FileOperations operations, Pages pages, Trace trace) {
        this.name = name;
        this.driverClass = driverClass;
        this.operations = operations;
        this.pages = pages;
        this.trace = trace;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String driverClass() {
        return driverClass;
    }

    FileOperations operations() {
        return operations;
    }

    @Override
    public Answer<Void> open(FileDescription file) {
        return answer(() -> {
            operations.open(file);
            return null;
        });
    }

    @Override
    public void release(FileDescription file) {
        try {
            operations.release(file);
        } catch (RuntimeException e) {
            broke(e);
        }
    }

    @Override
    public Answer<Integer> read(FileDescription file, ByteBuffer into, long position) {
        return answer(() -> operations.read(file, into, position));
    }

    @Override
    public Answer<Integer> write(FileDescription file, ByteBuffer from, long position) {
        return answer(() -> operations.write(file, from, position));
    }

    @Override
    public Answer<Long> ioctl(FileDescription file, long request, IoctlArgument argument) {
        return answer(() -> operations.ioctl(file, request, argument));
    }

    @Override
    public Answer<Void> mmap(FileDescription file, MemoryArea area) {
        return answer(() -> {
            operations.mmap(file, area);
            return null;
        });
    }

    @Override
    public Answer<Integer> poll(FileDescription file) {
        return answer(() -> operations.poll(file));
    }

    @Override
    public boolean isSeekable() {
        return operations.isSeekable();
    }

    @Override
    public boolean hasReadAndWrite() {
        return operations.hasReadAndWrite();
    }

    @Override
    public boolean mayMap(long physical, long length) {
        return pages.mayMap(physical, length);
    }

    @Override
    public Mapper mapper() {
        return operations instanceof Mapper mapper ? mapper : Mapper.NOBODY;
    }

    @Override
    public WaitQueue sleepers() {
        return sleepers;
    }

    private <T> Answer<T> answer(Supplier<T> call) {
        try {
            return Answer.of(call.get());
        } catch (SystemCallException | MachineCheckException e) {
            return Answer.failed(e);
        } catch (DriverException e) {
            return Answer.failed(new SystemCallException(e.errno(), 0, Escaped.sentence(e.text())));
        } catch (RuntimeException | LinkageError e) {
            broke(e);
            return Answer.failed(new SystemCallException(EIO, 0, "driver " + name + " broke"));
        }
    }

    private void broke(Throwable e) {
        trace.note(TraceKind.MACHINE, 0, "driver %s broke: %s".formatted(name, Escaped.sentence(String.valueOf(e))));
    }
}
