package org.iomap.cli.transcript;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.iomap.client.RemoteProcess;
import org.iomap.client.driver.RemoteDriver;
import org.iomap.driver.CharacterDevice;
import org.iomap.driver.DmaMemory;
import org.iomap.driver.Driver;
import org.iomap.driver.DriverException;
import org.iomap.driver.Ioremap;
import org.iomap.driver.Irq;
import org.iomap.driver.Kernel;
import org.iomap.driver.KernelMemory;
import org.iomap.driver.MemoryRegion;
import org.iomap.driver.Rights;
import org.iomap.protocol.Errno;

/** A process of a transcript that is a driver of the machine: it takes what the lines say, and remembers it. */
final class PlayedDriver implements Driver, AutoCloseable {
    private final RemoteProcess process;
    private final String name;
    private final RemoteDriver remote;
    private final TreeMap<Long, Ioremap> ioremaps = new TreeMap<>();
    private final Map<Long, DmaMemory> dmaMemories = new HashMap<>();
    private final Map<Long, MemoryRegion> regions = new HashMap<>();
    private final Map<String, PlayedHandler> handlers = new HashMap<>();
    private final Map<String, Irq> irqs = new HashMap<>();
    private final Map<Integer, CharacterDevice> devices = new HashMap<>();
    private Kernel kernel;
    private CharacterDevice newest;

    /** @param process owned by the driver from now on */
    PlayedDriver(RemoteProcess process, String name) {
        this.process = process;
        this.name = name;
        remote = RemoteDriver.start(process, this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(Kernel itsKernel) {
        kernel = itsKernel;
    }

    Kernel kernel() {
        return kernel;
    }

    /** Ends it, and its process. */
    @Override
    public void close() {
        remote.close();
    }

    long ioremap(long physical, long length, Rights rights) {
        Ioremap ioremap = kernel.ioremap(physical, length, rights);
        ioremaps.put(ioremap.address(), ioremap);
        return ioremap.address();
    }

    void iounmap(long address) {
        own(ioremaps, address, "ioremap").close();
        ioremaps.remove(address);
    }

    DmaMemory allocate(long length, long mask) {
        DmaMemory memory = kernel.dmaAllocCoherent(length, mask);
        dmaMemories.put(memory.address(), memory);
        return memory;
    }

    void free(long address) {
        own(dmaMemories, address, "DMA memory").close();
        dmaMemories.remove(address);
    }

    void requestRegion(long physical, long length, boolean exclusive) {
        regions.put(physical, kernel.requestMemRegion(physical, length, exclusive));
    }

    void releaseRegion(long physical) {
        own(regions, physical, "region").close();
        regions.remove(physical);
    }

    /** See {@link PlayedHandler}. */
    void requestIrq(String line, Access.Store silencing, long address) {
        PlayedHandler handler = new PlayedHandler(process, silencing, address);
        irqs.put(line, kernel.requestIrq(line, handler));
        handlers.put(line, handler);
    }

    void freeIrq(String line) {
        own(irqs, line, "interrupt").close();
        irqs.remove(line);
        handlers.remove(line);
    }

    /** How often the handler of a line was called since the last time, at least once where the time is enough. */
    long await(String line, Duration time) {
        return own(handlers, line, "interrupt").await(time);
    }

    int register(int major, PlayedFile operations) {
        newest = kernel.registerChrdev(major, operations);
        devices.put(newest.major(), newest);
        return newest.major();
    }

    void unregister(int major) {
        own(devices, major, "major number").close();
        devices.remove(major);
    }

    /** A node of the device that was registered last. */
    void createNode(String path, int minor, int permissions) {
        if (newest == null) {
            throw new DriverException(Errno.ENODEV, "the driver has registered no device");
        }
        newest.createNode(path, minor, permissions);
    }

    /** Where the driver has a physical address mapped. */
    OptionalLong virtual(long physical) {
        return ioremaps.values().stream()
                .filter(ioremap -> isIn(ioremap, physical - ioremap.physical()))
                .mapToLong(ioremap -> ioremap.address() + physical - ioremap.physical())
                .findFirst();
    }

    private static boolean isIn(KernelMemory memory, long offset) {
        return offset >= 0 && offset < memory.length();
    }

    private static <K, V> V own(Map<K, V> owned, K key, String what) {
        V value = owned.get(key);
        if (value == null) {
            throw new DriverException(Errno.EINVAL, "the driver has no such " + what);
        }
        return value;
    }
}
