package org.iomap.emulator.kernel.driver;

import java.util.List;
import org.iomap.driver.CharacterDevice;
import org.iomap.driver.DmaMemory;
import org.iomap.driver.FileOperations;
import org.iomap.driver.InterruptHandler;
import org.iomap.driver.Ioremap;
import org.iomap.driver.Irq;
import org.iomap.driver.Kernel;
import org.iomap.driver.MemoryRegion;
import org.iomap.driver.Module;
import org.iomap.driver.PciDevice;
import org.iomap.driver.Rights;
import org.iomap.emulator.kernel.DeviceNumber;
import org.iomap.emulator.kernel.LocalDriver;

/** The kernel as a driver sees it that the service has loaded. */
public final class LocalKernel implements Kernel {
    private final DriverContext context;

    public LocalKernel(DriverContext context) {
        this.context = context;
    }

    @Override
    public List<Module> modules(int hversion, int sversion) {
        return context.kernel().hardware().modules().stream()
                .filter(module -> matches(hversion, module.hversion()) && matches(sversion, module.sversion()))
                .map(module -> new Module(
                        module.name(),
                        module.physical(),
                        module.length(),
                        module.hversion(),
                        module.sversion(),
                        module.hardwarePath()))
                .toList();
    }

    @Override
    public List<PciDevice> pciDevices(int vendor, int device) {
        return context.kernel().hardware().pciDevices().stream()
                .filter(entry -> matches(vendor, entry.vendor()) && matches(device, entry.device()))
                .<PciDevice>map(entry -> new LocalPciDevice(context, entry))
                .toList();
    }

    private static boolean matches(int wanted, long found) {
        return wanted == ANY || wanted == found;
    }

    @Override
    public MemoryRegion requestMemRegion(long physical, long length, boolean exclusive) {
        context.requestRegion(physical, length, exclusive);
        return new Claim(context, physical, length);
    }

    @Override
    public Ioremap ioremap(long physical, long length, Rights rights) {
        return new LocalIoremap(context, context.ioremap(physical, length, rights), physical, length, rights);
    }

    @Override
    public Irq requestIrq(String line, InterruptHandler handler) {
        return new LocalIrq(context, line, handler);
    }

    @Override
    public DmaMemory dmaAllocCoherent(long length, long mask) {
        return new LocalDma(context, context.allocateDma(length, mask), length);
    }

    @Override
    public CharacterDevice registerChrdev(int major, FileOperations operations) {
        LocalDriver row = new LocalDriver(
                context.name(),
                "loaded",
                operations,
                context::mayMap,
                context.kernel().trace());
        return new LocalDevice(context, context.register(major, row));
    }

    @Override
    public void printk(String text) {
        context.printk(text);
    }

    private record Claim(DriverContext context, long physical, long length) implements MemoryRegion {
        @Override
        public void close() {
            context.releaseRegion(physical, length);
        }
    }

    private record LocalDevice(DriverContext context, int major) implements CharacterDevice {
        @Override
        public void createNode(String path, int minor, int permissions) {
            context.createNode(path, permissions, new DeviceNumber(major, minor).dev());
        }

        @Override
        public void wakeUp() {
            context.wakeUp(major);
        }

        @Override
        public void close() {
            context.unregister(major);
        }
    }
}
