package org.iomap.client.driver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.iomap.client.DriverConnection;
import org.iomap.client.ErrnoException;
import org.iomap.client.IomapException;
import org.iomap.client.RefusedException;
import org.iomap.client.RemoteProcess;
import org.iomap.client.SignalException;
import org.iomap.client.Subscription;
import org.iomap.driver.CharacterDevice;
import org.iomap.driver.DmaMemory;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.InterruptHandler;
import org.iomap.driver.Ioremap;
import org.iomap.driver.Irq;
import org.iomap.driver.Kernel;
import org.iomap.driver.MemoryRegion;
import org.iomap.driver.Module;
import org.iomap.driver.PciDevice;
import org.iomap.driver.Rights;
import org.iomap.protocol.DmaAllocated;
import org.iomap.protocol.Errno;
import org.iomap.protocol.ModuleEntry;
import org.iomap.protocol.RefusedCode;

/** The kernel of the emulated machine, over a connection. */
final class RemoteKernel implements Kernel {
    private static final int MOST_TEXT = 256;

    private final RemoteProcess process;
    private final DriverConnection connection;
    private final Map<Integer, RemoteCharacterDevice> devices = new ConcurrentHashMap<>();
    private final List<RemoteIrq> irqs = new CopyOnWriteArrayList<>();

    RemoteKernel(RemoteProcess process, DriverConnection connection) {
        this.process = process;
        this.connection = connection;
    }

    @Override
    public List<Module> modules(int hversion, int sversion) {
        return translated(process::modules).stream()
                .filter(entry -> matches(hversion, entry.hversion()) && matches(sversion, entry.sversion()))
                .map(RemoteKernel::module)
                .toList();
    }

    private static boolean matches(int wanted, long version) {
        return wanted == ANY || Integer.toUnsignedLong(wanted) == version;
    }

    private static Module module(ModuleEntry entry) {
        return new Module(
                entry.name(),
                entry.address(),
                entry.size(),
                (int) entry.hversion(),
                (int) entry.sversion(),
                entry.hardwarePath());
    }

    @Override
    public List<PciDevice> pciDevices(int vendor, int device) {
        return translated(() -> connection.pciDevices(vendor, device)).stream()
                .<PciDevice>map(entry -> new RemotePciDevice(connection, entry))
                .toList();
    }

    @Override
    public MemoryRegion requestMemRegion(long physical, long length, boolean exclusive) {
        translated(() -> connection.requestRegion(physical, length, exclusive));
        return new RemoteMemoryRegion(connection, physical, length);
    }

    @Override
    public Ioremap ioremap(long physical, long length, Rights rights) {
        long address = translated(() -> connection.ioremap(physical, length, rights));
        return new RemoteIoremap(process, connection, address, physical, length, rights);
    }

    @Override
    public Irq requestIrq(String line, InterruptHandler handler) {
        Subscription subscription = translated(() -> connection.requestIrq(line));
        RemoteIrq irq = new RemoteIrq(this, subscription, handler);
        irqs.add(irq);
        return irq;
    }

    @Override
    public DmaMemory dmaAllocCoherent(long length, long mask) {
        DmaAllocated allocated = translated(() -> connection.dmaAllocate(length, mask));
        return new RemoteDmaMemory(process, connection, allocated, length);
    }

    @Override
    public CharacterDevice registerChrdev(int major, FileOperations operations) {
        int given = translated(() -> connection.registerDevice(major, operations.isSeekable()));
        RemoteCharacterDevice device = new RemoteCharacterDevice(this, connection, given, operations);
        devices.put(given, device);
        return device;
    }

    @Override
    public void printk(String text) {
        translated(() -> connection.printk(text));
    }

    /** @throws DriverException ENODEV when the driver has no such device any more */
    FileOperations operations(int major) {
        RemoteCharacterDevice device = devices.get(major);
        if (device == null) {
            throw new DriverException(Errno.ENODEV, "the driver has no major number " + major);
        }
        return device.operations();
    }

    void unregister(RemoteCharacterDevice device) {
        devices.remove(device.major(), device);
    }

    boolean hasInterrupt() {
        for (RemoteIrq irq : irqs) {
            if (irq.isPending()) {
                return true;
            }
        }
        return false;
    }

    void deliverInterrupts() {
        irqs.forEach(RemoteIrq::deliver);
    }

    void free(RemoteIrq irq) {
        irqs.remove(irq);
    }

    /** Tells of a mistake of the driver: the machine in its trace, and the programmer as any thread does. */
    void report(String where, RuntimeException mistake) {
        try {
            connection.printk(line(where + ": " + mistake));
        } catch (IomapException e) {
            mistake.addSuppressed(e);
        }
        if (!(mistake instanceof DriverException)) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, mistake);
        }
    }

    /** What the protocol takes as a text for people: 256 bytes. */
    static String line(String text) {
        return text.substring(0, Math.min(MOST_TEXT, text.length())).replaceAll("[^ -~]", "?");
    }

    static void translated(Runnable call) {
        translated(() -> {
            call.run();
            return null;
        });
    }

    /** What the server refused, as a driver sees it. The end of the connection stays what it is. */
    static <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (ErrnoException e) {
            throw new DriverException(e.errno() == null ? Errno.EIO : e.errno(), text(e));
        } catch (SignalException e) {
            throw new DriverException(Errno.EFAULT, e.getMessage());
        } catch (RefusedException e) {
            throw new DriverException(errno(e.code()), text(e));
        }
    }

    private static Errno errno(RefusedCode code) {
        if (code == null) {
            return Errno.EIO;
        }
        return switch (code) {
            case LIMIT -> Errno.ENOMEM;
            case RIGHT -> Errno.EPERM;
            case NO_SUCH -> Errno.EINVAL;
            default -> Errno.EIO;
        };
    }

    private static String text(IomapException refusal) {
        String said = refusal.detail().text();
        return said.isEmpty() ? refusal.getMessage() : said;
    }
}
