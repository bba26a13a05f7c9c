package org.iomap.emulator.kernel;

import static org.iomap.emulator.kernel.Direction.LOAD;
import static org.iomap.emulator.kernel.Direction.STORE;
import static org.iomap.protocol.Errno.EAGAIN;
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
    private final AddressSpace space;
    private final FileDescriptorTable descriptors;
    private final SharedMemories shared;
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
        this.space = new AddressSpace(kernel.pageFrames());
        this.shared = new SharedMemories(space, ioSpace);
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

    SharedMemories shared() {
        return shared;
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
        long physical = space.toLoad(address);
        if (physical < 0 || !width.aligns(address)) {
            throw failed(physical, address, width, LOAD, 0);
        }
        try {
            return ioSpace.load(physical, width);
        } catch (BusError error) {
            throw traps.busError(new FailedAccess(this, address, physical, width, LOAD, 0), error);
        }
    }

    /** Stores a value; see {@link #load}. */
    public void store(long address, Width width, long value) {
        long physical = space.toStore(address);
        if (physical < 0 || !width.aligns(address)) {
            throw failed(physical, address, width, STORE, value);
        }
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

    /** Moves consecutive elements, as many at once as follow one another in physical space. */
    private void transfer(long address, Width width, Direction direction, ByteBuffer data) {
        int start = data.position();
        int end = data.limit();
        while (data.position() < end) {
            long at = address + data.position() - start;
            long physical = direction == LOAD ? space.toLoad(at) : space.toStore(at);
            if (physical < 0 || !width.aligns(at)) {
                throw failed(physical, at, width, direction, 0);
            }
            int first = data.position();
            data.limit(first + (int) Math.min(end - first, space.contiguous(at, direction)));
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

    /** PA-RISC finds the missing mapping, and what it does not allow, before the wrong alignment: rules 21 and 23. */
    private AccessException failed(long physical, long address, Width width, Direction direction, long value) {
        if (physical < 0) {
            return traps.noTranslation(new FailedAccess(this, address, 0, width, direction, value), physical);
        }
        return traps.unaligned(new FailedAccess(this, address, physical, width, direction, value));
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

    /**
     * Adds a mapping that mmap(2) makes: its addresses are taken, and it counts.
     *
     * @throws SystemCallException ENOMEM when a limit is met
     */
    void reserve(Pregion pregion) {
        requireWindow();
        map(pregion);
        pregion.isReserved(true);
    }

    /** The mmap(2) failed: its mapping never was. */
    void unreserve(Pregion pregion) {
        space.remove(pregion);
        kernel.returnWindow();
        freeCopies(pregion.extents());
    }

    public void unmap(Pregion pregion) {
        space.remove(pregion);
        released(pregion);
    }

    /**
     * Takes away all that is mapped in a range; a mapping of which a part is left becomes smaller, or two.
     *
     * @throws SystemCallException EINVAL when a mapping there is not to be taken away like this; EAGAIN when one is
     *     still being made; ENOMEM when there would be too many mappings; then nothing has changed
     */
    void unmap(long address, long length) {
        List<Pregion> hit = space.overlapping(address, length);
        hit.forEach(UserProcess::requireRemovable);
        if (hit.size() == 1 && hit.get(0).address < address && hit.get(0).end() > address + length) {
            requireWindow();
        }
        hit.forEach(
                pregion -> cut(pregion, Math.max(address, pregion.address), Math.min(address + length, pregion.end())));
    }

    private static void requireRemovable(Pregion pregion) {
        if (pregion.isReserved()) {
            throw new SystemCallException(
                    EAGAIN, 0, "the mmap(2) of 0x%x has not ended".formatted(pregion.address), pregion.address);
        }
        pregion.mapper().requireRemovable(pregion);
    }

    private void requireWindow() {
        if (space.count() >= limits.windows()) {
            throw new SystemCallException(
                    ENOMEM, 0, "the process has %d mappings".formatted(limits.windows()), Limit.WINDOWS);
        }
        kernel.requireWindow(ENOMEM, 0);
    }

    private void cut(Pregion pregion, long from, long to) {
        space.remove(pregion);
        kernel.returnWindow();
        freeCopies(pregion.drop(from - pregion.address, to - pregion.address));
        if (pregion.address < from) {
            keep(pregion, pregion.part(pregion.address, from));
        }
        if (to < pregion.end()) {
            keep(pregion, pregion.part(to, pregion.end()));
        }
        pregion.mapper().unmapped(this, pregion);
    }

    private void keep(Pregion whole, Pregion part) {
        kernel.takeWindow();
        space.add(part);
        whole.mapper().mapped(this, part);
    }

    /** The file of a mapping has become shorter: from an offset on it shows nothing any more, not even copies. */
    void drop(Pregion pregion, long offset) {
        freeCopies(pregion.drop(Math.max(0, offset), pregion.length));
        space.flush();
    }

    /** These mappings show nothing of a range of physical space any more: SIGBUS. */
    void zap(long physical, long length, Predicate<Pregion> which) {
        space.pregions().stream().filter(which).forEach(pregion -> pregion.zap(physical, physical + length));
        space.flush();
    }

    private void released(Pregion pregion) {
        kernel.returnWindow();
        freeCopies(pregion.extents());
        if (!pregion.isReserved()) {
            pregion.mapper().unmapped(this, pregion);
        }
    }

    private void freeCopies(List<Extent> extents) {
        for (Extent extent : extents) {
            if (extent.isCopy()) {
                kernel.pageFrames().free(extent.physical(), extent.length());
            }
        }
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
        shared.end();
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
