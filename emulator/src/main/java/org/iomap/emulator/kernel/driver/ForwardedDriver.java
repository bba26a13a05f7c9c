package org.iomap.emulator.kernel.driver;

import java.nio.ByteBuffer;
import org.iomap.driver.IoctlArgument;
import org.iomap.driver.MemoryArea;
import org.iomap.emulator.kernel.Answer;
import org.iomap.emulator.kernel.CharacterDriver;
import org.iomap.emulator.kernel.FileDescription;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.kernel.WaitQueue;
import org.iomap.protocol.Operation;
import org.iomap.protocol.PageRange;

/** A row of cdevsw whose driver is at the other end of a connection: each call goes there, and is answered later. */
public final class ForwardedDriver implements CharacterDriver {
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;

    private final CallsInFlight calls;
    private final boolean seekable;
    private final WaitQueue sleepers = new WaitQueue();

    public ForwardedDriver(CallsInFlight calls, boolean seekable) {
        this.calls = calls;
        this.seekable = seekable;
    }

    @Override
    public String name() {
        return calls.context().name();
    }

    @Override
    public String driverClass() {
        return "external";
    }

    @Override
    public Answer<Void> open(FileDescription file) {
        file.privateData(calls.nextFile());
        return calls.ask(call -> plain(call, Operation.OPEN, file)).then(opened -> null);
    }

    @Override
    public void release(FileDescription file) {
        calls.release(call -> plain(call, Operation.RELEASE, file));
    }

    /** Of a long read only what one message holds. */
    @Override
    public Answer<Integer> read(FileDescription file, ByteBuffer into, long position) {
        int most = Math.min(into.remaining(), calls.link().mostBytes());
        return calls.ask(call -> plain(call, Operation.READ, file).with(0, 0, seekable ? position : 0, most))
                .then(answer -> {
                    int length = answer.data().remaining();
                    require(length <= most && answer.result() == length, "answered read(2) with too much", answer);
                    into.put(answer.data());
                    return length;
                });
    }

    /** Of a long write only what one message holds. */
    @Override
    public Answer<Integer> write(FileDescription file, ByteBuffer from, long position) {
        int most = Math.min(from.remaining(), calls.link().mostBytes());
        return calls.ask(call -> plain(call, Operation.WRITE, file)
                        .with(0, 0, seekable ? position : 0, 0)
                        .with(from.slice(from.position(), most)))
                .then(answer -> {
                    require(answer.result() >= 0 && answer.result() <= most, "took more than there was", answer);
                    from.position(from.position() + (int) answer.result());
                    return (int) answer.result();
                });
    }

    @Override
    public Answer<Long> ioctl(FileDescription file, long request, IoctlArgument argument) {
        return calls.ask(call -> plain(call, Operation.IOCTL, file).with(request, argument.get(), 0, 0))
                .then(answer -> {
                    argument.set(answer.argument());
                    return answer.result();
                });
    }

    @Override
    public Answer<Void> mmap(FileDescription file, MemoryArea area) {
        return calls.ask(call -> plain(call, Operation.MMAP, file)
                        .with(area.protection(), area.address(), area.offset(), area.length())
                        .withFlags(area.isShared() ? MAP_SHARED : MAP_PRIVATE))
                .then(answer -> {
                    answer.pages().forEach(range -> remap(area, range));
                    return null;
                });
    }

    private void remap(MemoryArea area, PageRange range) {
        try {
            area.remapPfnRange(range.at(), range.physical(), range.length());
        } catch (SystemCallException e) {
            throw calls.wrong("handed out wrong pages: " + e.text());
        }
    }

    @Override
    public Answer<Integer> poll(FileDescription file) {
        return calls.ask(call -> plain(call, Operation.POLL, file)).then(answer -> (int) answer.result());
    }

    @Override
    public boolean isSeekable() {
        return seekable;
    }

    @Override
    public boolean hasReadAndWrite() {
        return true;
    }

    @Override
    public boolean mayMap(long physical, long length) {
        return calls.context().mayMap(physical, length);
    }

    @Override
    public WaitQueue sleepers() {
        return sleepers;
    }

    private void require(boolean right, String what, DriverAnswer answer) {
        if (!right) {
            throw calls.wrong("%s: %d".formatted(what, answer.result()));
        }
    }

    private static DriverCall plain(long call, Operation operation, FileDescription file) {
        return DriverCall.plain(call, operation, (Long) file.privateData(), file);
    }
}
