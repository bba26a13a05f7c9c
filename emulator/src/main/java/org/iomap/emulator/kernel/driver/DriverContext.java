package org.iomap.emulator.kernel.driver;

import static org.iomap.protocol.Errno.EBUSY;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENODEV;
import static org.iomap.protocol.Errno.ENOMEM;
import static org.iomap.protocol.Errno.ENXIO;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.iomap.driver.Rights;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.CharacterDriver;
import org.iomap.emulator.kernel.DeviceNumber;
import org.iomap.emulator.kernel.Escaped;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.emulator.kernel.Mapper;
import org.iomap.emulator.kernel.Origin;
import org.iomap.emulator.kernel.Pregion;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.emulator.kernel.iomap.LiveMappings;
import org.iomap.protocol.Limit;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;

/**
 * One driver of the machine and all that it holds, wherever it runs. When its process ends, all of that is released:
 * its devices are gone, its interrupts masked, its PCI functions no bus masters any more, and only then its memory is
 * free.
 */
public final class DriverContext implements Mapper {
    private static final long ALIGNMENT = IoSpace.PAGE - 1;

    private final Kernel kernel;
    private final UserProcess process;
    private final String name;
    private final DriverLimits limits;
    private final KernelCalls calls;
    private final TreeMap<Long, KernelMapping> mappings = new TreeMap<>();
    private final TreeMap<Long, Long> dma = new TreeMap<>();
    private final Map<Integer, CharacterDriver> devices = new TreeMap<>();
    private final Map<String, Integer> nodes = new TreeMap<>();
    private final Set<String> interrupts = new TreeSet<>();
    private final Set<Integer> enabled = new TreeSet<>();
    private final Set<Integer> busMasters = new TreeSet<>();
    private final List<Runnable> atEnd = new ArrayList<>();
    private long dmaBytes;
    private boolean ended;

    private DriverContext(Kernel kernel, UserProcess process, String name, DriverLimits limits) {
        this.kernel = kernel;
        this.process = process;
        this.name = name;
        this.limits = limits;
        this.calls = new KernelCalls(kernel.trace());
    }

    /**
     * Makes a process a driver.
     *
     * @throws SystemCallException EBUSY when another driver has the name; EINVAL when there is none
     */
    public static DriverContext begin(Kernel kernel, UserProcess process, String name, DriverLimits limits) {
        if (name.isEmpty()) {
            throw new SystemCallException(EINVAL, 0, "a driver has a name");
        }
        DriverContext context = new DriverContext(kernel, process, name, limits);
        kernel.addDriver(name, context);
        process.becomeDriver(name, context::end);
        kernel.trace().note(TraceKind.MACHINE, 0, "driver %s begins".formatted(name));
        return context;
    }

    public String name() {
        return name;
    }

    public UserProcess process() {
        return process;
    }

    public DriverLimits limits() {
        return limits;
    }

    Kernel kernel() {
        return kernel;
    }

    public boolean hasEnded() {
        return ended;
    }

    /** {@code task} runs when the driver ends, before anything of it is released. */
    public void atEnd(Runnable task) {
        atEnd.add(task);
    }

    /** {@code task} is over: it does not run any more. */
    void notAtEnd(Runnable task) {
        atEnd.remove(task);
    }

    // PCI.

    /** Loads from configuration space; see {@link Hardware#configLoad}. */
    public long configLoad(long function, long offset, Width width) {
        requireConfiguration(function, offset, width);
        return kernel.hardware().configLoad((int) function, (int) offset, width);
    }

    public void configStore(long function, long offset, Width width, long value) {
        requireConfiguration(function, offset, width);
        boolean before = isBusMaster((int) function);
        kernel.hardware().configStore((int) function, (int) offset, width, value & width.mask());
        noteBusMaster((int) function, before);
    }

    private void requireConfiguration(long function, long offset, Width width) {
        find(function);
        if (width == Width.DOUBLEWORD || !width.aligns(offset) || offset < 0 || offset >= PciCommand.SPACE) {
            throw new SystemCallException(
                    EINVAL, 0, "no %s at 0x%x of configuration space".formatted(width, offset), offset);
        }
    }

    private PciDeviceEntry find(long function) {
        for (PciDeviceEntry device : kernel.hardware().pciDevices()) {
            if (device.function() == function) {
                return device;
            }
        }
        throw new SystemCallException(ENODEV, 0, "no PCI function is at 0x%x".formatted(function), function);
    }

    /** Lets a PCI function answer, and be a bus master, or not. */
    public void pciEnable(long function, boolean answers, boolean master) {
        find(function);
        boolean before = isBusMaster((int) function);
        PciCommand command = new PciCommand(kernel.hardware(), (int) function);
        command.set(PciCommand.IO | PciCommand.MEMORY, answers);
        command.set(PciCommand.MASTER, master);
        if (answers) {
            enabled.add((int) function);
        } else {
            enabled.remove((int) function);
        }
        noteBusMaster((int) function, before);
    }

    /** True when it has let a PCI function answer: it is the function's driver. */
    public boolean hasEnabled(int function) {
        return enabled.contains(function);
    }

    private boolean isBusMaster(int function) {
        return new PciCommand(kernel.hardware(), function).has(PciCommand.MASTER);
    }

    /** Whoever let a function be a bus master takes that back at its end: nobody else's. */
    private void noteBusMaster(int function, boolean before) {
        boolean now = isBusMaster(function);
        if (now && !before) {
            busMasters.add(function);
        } else if (!now) {
            busMasters.remove(function);
        }
    }

    // Regions, mappings and memory.

    public void requestRegion(long physical, long length, boolean exclusive) {
        String what = exclusive ? "request_mem_region_exclusive" : "request_mem_region";
        calls.call(
                "%s 0x%x 0x%x".formatted(what, physical, length),
                () -> kernel.memoryRegions().request(name, physical, length, exclusive));
        if (exclusive) {
            kernel.revoke(physical, length);
        }
    }

    public void releaseRegion(long physical, long length) {
        calls.call(
                "release_mem_region 0x%x 0x%x".formatted(physical, length),
                () -> kernel.memoryRegions().release(name, physical, length));
    }

    /**
     * Maps I/O space into the kernel: rule 14.
     *
     * @return the kernel address of the byte {@code physical}
     */
    public long ioremap(long physical, long length, Rights rights) {
        return calls.call(
                "ioremap 0x%x 0x%x %s".formatted(physical, length, rights), () -> mapIoSpace(physical, length, rights));
    }

    private long mapIoSpace(long physical, long length, Rights rights) {
        if (physical < IoSpace.BASE || length <= 0 || length > IoSpace.END - physical) {
            throw new SystemCallException(
                    EINVAL, 1, "0x%x bytes at 0x%x are not in I/O space".formatted(length, physical), physical);
        }
        long start = physical & ~ALIGNMENT;
        long bytes = (physical + length - start + ALIGNMENT) & ~ALIGNMENT;
        LiveMappings.KernelMapping live =
                new LiveMappings.KernelMapping(name, start, bytes, LiveMappings.Rights.valueOf(rights.name()));
        kernel.liveMappings().add(live);
        try {
            return map(start, bytes, live) + physical - start;
        } catch (SystemCallException e) {
            kernel.liveMappings().remove(live);
            throw e;
        }
    }

    public void iounmap(long address) {
        calls.call(
                "iounmap 0x%x".formatted(address),
                () -> process.unmap(find(address, false).pregion()));
    }

    /**
     * Allocates host memory for DMA, all zero.
     *
     * @param mask the highest address that the device reaches
     * @return its kernel address
     */
    public long allocateDma(long length, long mask) {
        return calls.call(
                "dma_alloc_coherent 0x%x below 0x%x".formatted(length, mask), () -> mapHostMemory(length, mask));
    }

    private long mapHostMemory(long length, long mask) {
        if (length > limits.dmaBytes() - dmaBytes) {
            throw new SystemCallException(
                    ENOMEM, 0, "a driver has at most 0x%x bytes".formatted(limits.dmaBytes()), Limit.DMA_BYTES);
        }
        long physical = kernel.pageFrames().allocate(length, mask);
        long bytes = (length + ALIGNMENT) & ~ALIGNMENT;
        try {
            long address = map(physical, bytes, null);
            dma.put(physical, bytes);
            dmaBytes += bytes;
            return address;
        } catch (SystemCallException e) {
            kernel.pageFrames().free(physical, bytes);
            throw e;
        }
    }

    /** Where DMA memory is for its device. */
    public long busAddress(long address) {
        return find(address, true).pregion().physical();
    }

    public void freeDma(long address) {
        calls.call(
                "dma_free_coherent 0x%x".formatted(address),
                () -> process.unmap(find(address, true).pregion()));
    }

    /** Whether physical pages are the driver's to hand out: I/O space, or its own DMA memory. */
    boolean mayMap(long physical, long length) {
        if (physical >= IoSpace.BASE) {
            return length <= IoSpace.END - physical;
        }
        Map.Entry<Long, Long> start = dma.floorEntry(physical);
        return start != null && length <= start.getValue() - (physical - start.getKey());
    }

    private long map(long physical, long bytes, LiveMappings.KernelMapping live) {
        long address = kernel.kernelAddresses().allocate(physical, bytes);
        Origin origin = Origin.of(live == null ? "dma_alloc_coherent" : "ioremap");
        Pregion pregion = new Pregion(address, bytes, this, origin, DeviceNumber.NONE).map(0, physical, bytes);
        try {
            process.map(pregion);
        } catch (SystemCallException e) {
            kernel.kernelAddresses().free(address);
            throw e;
        }
        mappings.put(address, new KernelMapping(pregion, live));
        return address;
    }

    private KernelMapping find(long address, boolean dma) {
        Map.Entry<Long, KernelMapping> below = mappings.floorEntry(address);
        if (below == null
                || below.getValue().isDma() != dma
                || address - below.getKey() >= below.getValue().pregion().length()) {
            throw new SystemCallException(EINVAL, 0, "the driver has nothing at 0x%x".formatted(address), address);
        }
        return below.getValue();
    }

    @Override
    public void requireRemovable(Pregion pregion) {
        throw new SystemCallException(EINVAL, 0, "munmap(2) is for processes; drivers iounmap", pregion.address());
    }

    @Override
    public void unmapped(UserProcess from, Pregion pregion) {
        KernelMapping gone = mappings.remove(pregion.address());
        kernel.kernelAddresses().free(pregion.address());
        if (gone.isDma()) {
            dma.remove(pregion.physical());
            dmaBytes -= pregion.length();
            kernel.zap(pregion.physical(), pregion.length());
            kernel.pageFrames().free(pregion.physical(), pregion.length());
        } else {
            kernel.liveMappings().remove(gone.live());
        }
    }

    /** Bytes of host memory that it has. */
    public long dmaBytes() {
        return dmaBytes;
    }

    // Interrupts.

    /**
     * Requests an interrupt line, and unmasks it. Drivers may share one.
     *
     * @throws SystemCallException EINVAL when there is no such line; EBUSY when this driver has it already
     */
    public Hardware.Interrupt requestIrq(String line) {
        Hardware.Interrupt interrupt = kernel.hardware().interrupt(line);
        calls.call("request_irq " + Escaped.of(line), () -> request(line, interrupt));
        return interrupt;
    }

    private void request(String line, Hardware.Interrupt interrupt) {
        if (interrupt == null) {
            throw new SystemCallException(EINVAL, 0, "there is no such interrupt line");
        }
        if (!interrupts.add(line)) {
            throw new SystemCallException(EBUSY, 0, "the driver has this interrupt line already");
        }
        kernel.interruptHolders().add(line, name);
        interrupt.unmask(true);
    }

    /** Frees an interrupt line; the last who had it leaves it masked. */
    public void freeIrq(String line) {
        if (interrupts.remove(line) && kernel.interruptHolders().remove(line, name)) {
            kernel.hardware().interrupt(line).unmask(false);
        }
    }

    // Character devices.

    /**
     * Registers a row of cdevsw.
     *
     * @param major 0 for a free one
     */
    public int register(int major, CharacterDriver driver) {
        int found = (int) calls.call(
                "register_chrdev %d %s".formatted(major, name), "%d", () -> kernel.registerDriver(major, driver));
        devices.put(found, driver);
        return found;
    }

    public void unregister(long major) {
        require(major);
        devices.remove((int) major);
        nodes.entrySet().removeIf(node -> {
            boolean mine = DeviceNumber.of(node.getValue()).major() == major;
            if (mine) {
                kernel.removeNode(node.getKey(), node.getValue());
            }
            return mine;
        });
        kernel.unregisterDriver((int) major, ended ? gone() : unregistered(major));
    }

    /** How calls end that the driver leaves behind. */
    SystemCallException gone() {
        return new SystemCallException(ENODEV, 0, "driver %s is gone".formatted(name));
    }

    private SystemCallException unregistered(long major) {
        return new SystemCallException(ENXIO, 0, "driver %s has unregistered major %d".formatted(name, major), major);
    }

    /** Makes a special file of root that goes with the driver. */
    public void createNode(String path, int mode, int device) {
        require(DeviceNumber.of(device).major());
        calls.call(
                "device_create %s %s 0%o".formatted(Escaped.of(path), DeviceNumber.of(device), mode),
                () -> kernel.createNode(path, mode, DeviceNumber.of(device)));
        nodes.put(path, device);
    }

    /** Descriptors of its devices, over all processes. */
    public long users() {
        return kernel.descriptors(devices::containsKey);
    }

    /** Calls of a device that sleep try again. */
    public void wakeUp(long major) {
        kernel.wake(require(major));
    }

    private CharacterDriver require(long major) {
        CharacterDriver driver = devices.get((int) major);
        if (driver == null) {
            throw new SystemCallException(EINVAL, 0, "the driver has no major number " + major, major);
        }
        return driver;
    }

    public void printk(String text) {
        kernel.note(name + ": " + text);
    }

    /** Its process ends: its callers are told, its interrupts are masked, nothing stays requested. */
    private void end() {
        ended = true;
        List.copyOf(atEnd).forEach(Runnable::run);
        List.copyOf(devices.keySet()).forEach(this::unregister);
        List.copyOf(interrupts).forEach(this::freeIrq);
        busMasters.forEach(function -> new PciCommand(kernel.hardware(), function).set(PciCommand.MASTER, false));
        kernel.memoryRegions().releaseAll(name);
        kernel.removeDriver(name);
        kernel.trace().note(TraceKind.MACHINE, 0, "driver %s ends".formatted(name));
    }
}
