package org.iomap.emulator.kernel.procfs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.FileSystem;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.emulator.kernel.Hardware.Module;
import org.iomap.emulator.kernel.Inode;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.driver.IrqNumber;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciResource;

/**
 * What {@code /proc} shows of the kernel and its processes.
 *
 * <p>Source: Linux 6.12, Documentation/filesystems/proc.rst. Everybody sees physical addresses, which Linux shows to
 * root alone.
 */
public final class ProcFiles {
    private static final int DIRECTORY_MODE = 0555;
    private static final int READ_BY_ALL = 0444;

    private final Kernel kernel;

    public ProcFiles(Kernel kernel) {
        this.kernel = kernel;
    }

    public void addTo(FileSystem files) {
        files.add("/proc", Inode.directory(DIRECTORY_MODE, new ProcessFiles(kernel)::directories));
        add(files, "iomem", this::memory);
        add(files, "interrupts", this::interrupts);
        add(files, "devices", this::devices);
        add(files, "modules", this::modules);
    }

    private static void add(FileSystem files, String name, Supplier<String> text) {
        files.add(
                "/proc/" + name, Inode.generated(READ_BY_ALL, who -> text.get().getBytes(US_ASCII)));
    }

    /** Host memory, modules, the windows onto PCI memory, cards, and what drivers have claimed of them. */
    String memory() {
        ResourceTree tree = new ResourceTree();
        Hardware hardware = kernel.hardware();
        if (hardware.memoryBytes() > 0) {
            tree.add(0, hardware.memoryBytes(), "System RAM");
        }
        Set<String> cards =
                hardware.pciDevices().stream().map(PciDeviceEntry::name).collect(Collectors.toSet());
        for (Module module : hardware.modules()) {
            if (module.length() > 0 && !cards.contains(module.name())) {
                tree.add(module.physical(), module.length(), module.name());
            }
        }
        hardware.pciWindows().forEach(window -> tree.add(window.physical(), window.length(), "PCI Bus 0000:00"));
        hardware.pciDevices().forEach(device -> addResources(device, tree));
        kernel.memoryRegions()
                .all()
                .forEach(claimed -> tree.add(claimed.physical(), claimed.length(), claimed.driver()));
        return tree.text();
    }

    private static void addResources(PciDeviceEntry device, ResourceTree tree) {
        for (PciResource resource : device.resources()) {
            if (resource.kind() == PciResource.MEMORY && resource.start() >= IoSpace.BASE) {
                tree.add(resource.start(), resource.length(), device.address());
            }
        }
    }

    /** Each line by its number: how often it has risen, its controller, the number there, and who has requested it. */
    String interrupts() {
        Set<String> lines = new TreeSet<>(Comparator.comparingInt(IrqNumber::of).thenComparing(line -> line));
        lines.addAll(kernel.hardware().interruptLines());
        lines.addAll(kernel.interruptHolders().lines());
        StringBuilder text = new StringBuilder("           CPU0\n");
        for (String line : lines) {
            String row = "%3d: %10d  %6s %2s  %s"
                    .formatted(
                            IrqNumber.of(line),
                            kernel.hardware().interrupt(line).count(),
                            IrqNumber.controller(line),
                            IrqNumber.input(line),
                            String.join(", ", kernel.interruptHolders().of(line)));
            text.append(row.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** The major numbers. There are no block devices. */
    String devices() {
        StringBuilder text = new StringBuilder("Character devices:\n");
        kernel.drivers().forEach(driver -> text.append("%3d %s\n".formatted(driver.major(), driver.name())));
        return text.append("\nBlock devices:\n").toString();
    }

    /**
     * Name, bytes of memory, users, which modules those are, state, address: the last three are always the same here.
     */
    String modules() {
        StringBuilder text = new StringBuilder();
        for (DriverContext driver : kernel.driverContexts().values()) {
            text.append("%s %d %d - Live 0x00000000\n".formatted(driver.name(), driver.dmaBytes(), driver.users()));
        }
        return text.toString();
    }
}
