package org.iomap.emulator.kernel;

import static org.iomap.emulator.kernel.Direction.LOAD;
import static org.iomap.emulator.kernel.Direction.STORE;
import static org.iomap.protocol.Errno.EBADF;
import static org.iomap.protocol.Errno.ENOMEM;
import static org.iomap.protocol.Errno.ENOSPC;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Elements;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.Limit;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;

/**
 * A process of the emulated machine: its descriptors, its address space, its loads and stores.
 *
 * <p>Source: iomap semantics, rules 9 and 20 to 25. A load or store allocates nothing unless it fails.
 */
public final class UserProcess {
    private final Kernel kernel;
    private final IoSpace ioSpace;
    private final TrapHandler traps;
    private final int pid;
    private final Credentials credentials;
    private String name;
    private final KernelLimits limits;
    private final AddressSpace space = new AddressSpace();
    private final FileDescriptorTable descriptors;
    private LongConsumer deviceRemoved = handle -> {};
    private final Set<Answer<?>> waiting = new LinkedHashSet<>();
    private Runnable atExit = () -> {};
    private boolean exited;

    UserProcess(
            Kernel kernel,
            IoSpace ioSpace,
            TrapHandler traps,
            int pid,
            Credentials credentials,
            String name,
            KernelLimits limits) {
        this.kernel = kernel;
        this.ioSpace = ioSpace;
        this.traps = traps;
        this.pid = pid;
        this.credentials = credentials;
        this.name = name;
        this.limits = limits;
        this.descriptors = new FileDescriptorTable(limits.descriptors());
    }

    public int pid() {
        return pid;
    }

    /** The name the client gave itself, or {@code driver NAME}. */
    public String name() {
        return name;
    }

    public Credentials credentials() {
        return credentials;
    }

    public AddressSpace addressSpace() {
        return space;
    }

    FileDescriptorTable descriptors() {
        return descriptors;
    }

    public boolean hasExited() {
        return exited;
    }

    /** A call of this process has not ended: it is given up when the process ends. */
    void waitsFor(Answer<?> answer) {
        waiting.add(answer);
    }

    void waitsNoMore(Answer<?> answer) {
        waiting.remove(answer);
    }

    /**
     * It is a driver from now on.
     *
     * @param atEnd runs first of all when the process ends
     */
    public void becomeDriver(String driver, Runnable atEnd) {
        name = "driver " + driver;
        atExit = atEnd;
    }

    /** Hears of each descriptor whose device was removed: AU-3. */
    public void onDeviceRemoved(LongConsumer handleListener) {
        deviceRemoved = handleListener;
    }

    /**
     * Loads a value.
     *
     * @throws SignalException when nothing is mapped, the address is not aligned, or nothing answers
     * @throws MachineCheckException when nothing answers, and the machine is set to stop then
     */
    public long load(long address, Width width) {
        long physical = translate(address, width, LOAD, 0);
        try {
            return ioSpace.load(physical, width);
        } catch (BusError error) {
            throw traps.busError(new FailedAccess(this, address, physical, width, LOAD, 0), error);
        }
    }

    /** Stores a value; see {@link #load}. */
    public void store(long address, Width width, long value) {
        long physical = translate(address, width, STORE, value);
        try {
            ioSpace.store(physical, width, value);
        } catch (BusError error) {
            throw traps.busError(new FailedAccess(this, address, physical, width, STORE, value), error);
        }
    }

    /**
     * Loads elements in order until {@code into} is full.
     *
     * @param stride bytes from one element to the next: 0 repeats the address, {@code width} takes one after another
     * @param into big-endian, with room for whole elements; its position counts what was done, also after a failure
     * @throws AccessException see {@link #load}
     */
    public void loadBlock(long address, Width width, long stride, ByteBuffer into) {
        if (stride == width.bytes()) {
            transfer(address, width, LOAD, into);
            return;
        }
        for (long at = address; into.hasRemaining(); at += stride) {
            Elements.put(into, width, load(at, width));
        }
    }

    /** Stores elements in order until {@code from} is empty; see {@link #loadBlock}. */
    public void storeBlock(long address, Width width, long stride, ByteBuffer from) {
        if (stride == width.bytes()) {
            transfer(address, width, STORE, from);
            return;
        }
        for (long at = address; from.hasRemaining(); at += stride) {
            store(at, width, Elements.get(from, from.position(), width));
            from.position(from.position() + width.bytes());
        }
    }

    /** Moves consecutive elements, as many at once as one mapping holds. */
    private void transfer(long address, Width width, Direction direction, ByteBuffer data) {
        int start = data.position();
        int end = data.limit();
        while (data.position() < end) {
            long at = address + data.position() - start;
            long physical = translate(at, width, direction, 0);
            int first = data.position();
            data.limit(first + (int) Math.min(end - first, space.mappedFrom(at)));
            try {
                if (direction == LOAD) {
                    ioSpace.loadBlock(physical, width, data);
                } else {
                    ioSpace.storeBlock(physical, width, data);
                }
            } catch (BusError error) {
                int done = data.position() - first;
                throw traps.busError(new FailedAccess(this, at + done, physical + done, width, direction, 0), error);
            } finally {
                data.limit(end);
            }
        }
    }

    /** PA-RISC finds the missing mapping before the wrong alignment: rules 21 and 23. */
    private long translate(long address, Width width, Direction direction, long value) {
        long physical = space.physical(address);
        if (physical == AddressSpace.NOTHING) {
            throw traps.unmapped(new FailedAccess(this, address, 0, width, direction, value));
        }
        if (!width.aligns(address)) {
            throw traps.unaligned(new FailedAccess(this, address, physical, width, direction, value));
        }
        return physical;
    }

    /**
     * Adds a mapping whose place was found free.
     *
     * @throws SystemCallException ENOMEM or ENOSPC when a limit is met
     */
    public void map(Pregion pregion) {
        if (pregion.length() > limits.mappedBytes() - space.mappedBytes()) {
            throw new SystemCallException(
                    ENOMEM, 24, "the process may map 0x%x bytes".formatted(limits.mappedBytes()), Limit.MAPPED_BYTES);
        }
        if (space.count() >= limits.windows()) {
            throw new SystemCallException(
                    ENOSPC, 25, "the process has %d mappings".formatted(limits.windows()), Limit.WINDOWS);
        }
        kernel.takeWindow();
        space.add(pregion);
    }

    public void unmap(Pregion pregion) {
        space.remove(pregion);
        released(pregion);
    }

    private void released(Pregion pregion) {
        kernel.returnWindow();
        pregion.mapper().unmapped(this, pregion);
    }

    /** The device has gone: its descriptors are dead, its mappings are no more. */
    void removeDevices(Predicate<DeviceNumber> gone) {
        for (Pregion pregion : space.pregions()) {
            for (DeviceNumber device : List.copyOf(pregion.devices())) {
                if (gone.test(device) && pregion.dropDevice(device)) {
                    unmap(pregion);
                }
            }
        }
        for (long handle : descriptors.handles()) {
            FileDescription file = descriptors.get(handle);
            if (gone.test(file.device())) {
                kernel.openFiles().remove(file);
                deviceRemoved.accept(handle);
            }
        }
    }

    /**
     * Ends the process, for BYE and for a lost connection alike: its descriptors close, then its address space is gone
     * (rule 20). A second call does nothing.
     */
    public void exit(String reason) {
        if (exited) {
            return;
        }
        exited = true;
        Trace trace = kernel.trace();
        int actor = trace.actor();
        trace.actor(pid);
        kernel.current(this);
        atExit.run();
        List.copyOf(waiting)
                .forEach(answer -> answer.abandon(new SystemCallException(EBADF, 20, "the process has ended")));
        for (long handle : descriptors.handles()) {
            closeAtExit(handle);
        }
        space.clear().forEach(this::released);
        kernel.forget(this);
        trace.note(TraceKind.PROCESS, 0, "process %d ends: %s".formatted(pid, reason));
        trace.actor(actor);
    }

    /** A driver that breaks must not keep the rest alive: EN-3. */
    private void closeAtExit(long handle) {
        FileDescription file = descriptors.remove(handle);
        try {
            kernel.openFiles().dropDescriptor(file);
        } catch (RuntimeException e) {
            kernel.trace()
                    .note(
                            TraceKind.MACHINE,
                            0,
                            "driver %s broke in close: %s"
                                    .formatted(file.driver().name(), e));
        }
    }
}
