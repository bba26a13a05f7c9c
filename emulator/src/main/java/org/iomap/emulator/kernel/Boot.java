package org.iomap.emulator.kernel;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.iomap.driver.FileOperations;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.driver.InterruptHolders;
import org.iomap.emulator.kernel.driver.MemoryRegions;
import org.iomap.emulator.kernel.iomap.IomapDriver;
import org.iomap.emulator.kernel.iomap.LiveMappings;
import org.iomap.emulator.kernel.mem.MemDriver;
import org.iomap.emulator.kernel.nulldevice.NullDriver;
import org.iomap.emulator.kernel.procfs.ProcFiles;
import org.iomap.emulator.kernel.sysfs.PciFiles;

/** What one boot makes of a configuration: the tables of the kernel. Source: iomap semantics, rules 2 and 7. */
final class Boot {
    static final Credentials ROOT = new Credentials(0, 0, Set.of());

    final KernelConfiguration configuration;
    final LiveMappings liveMappings = new LiveMappings();
    final CharacterDeviceSwitch deviceSwitch = new CharacterDeviceSwitch();
    final PageFrames frames;
    final MemoryRegions regions = new MemoryRegions();
    final KernelAddresses kernelAddresses = new KernelAddresses();
    final InterruptHolders interruptHolders = new InterruptHolders();
    final Map<String, DriverContext> drivers = new TreeMap<>();
    final FileSystem files;
    final OpenFileTable openFiles;

    /** @throws IllegalArgumentException when a driver is unknown or a device file cannot be made */
    Boot(KernelConfiguration configuration, Kernel kernel) {
        this.configuration = configuration;
        this.openFiles = new OpenFileTable(configuration.limits().totalDescriptors());
        this.frames = new PageFrames(kernel.ioSpace());
        this.files = new FileSystem(new FilePages(frames, kernel.ioSpace().hostMemory()));
        new ProcFiles(kernel).addTo(files);
        new PciFiles(kernel).addTo(files);
        configuration.drivers().forEach(name -> add(name, kernel));
    }

    /** The drivers have begun: what is missing is a name alone, and opens to ENXIO. */
    void makeDeviceFiles() {
        configuration.deviceFiles().forEach(this::makeDeviceFile);
    }

    private void add(String name, Kernel kernel) {
        if (deviceSwitch.major(name) != CharacterDeviceSwitch.NO_MAJOR) {
            throw new IllegalArgumentException("driver " + name + " is there twice");
        }
        if (kernel.loadable().containsKey(name)) {
            return;
        }
        deviceSwitch.add(
                0, new LocalDriver(name, "pseudo", operations(name, kernel), LocalDriver.Pages.ALL, kernel.trace()));
    }

    private FileOperations operations(String name, Kernel kernel) {
        if (name.equals("iomap")) {
            return new IomapDriver(
                    kernel.ioSpace(), liveMappings, configuration.ioctlReturnsAddress(), kernel::current);
        }
        if (name.equals("null")) {
            return new NullDriver();
        }
        if (name.equals("mem")) {
            return new MemDriver(kernel.ioSpace().hostMemory(), regions, configuration.strictDevmem());
        }
        throw new IllegalArgumentException("there is no driver " + name);
    }

    private void makeDeviceFile(DeviceFile file) {
        try {
            DeviceNumber device = new DeviceNumber(deviceSwitch.major(file.driver()), file.minor());
            files.mknod(ROOT, file.path(), Inode.S_IFCHR | file.mode(), device);
            files.chown(ROOT, file.path(), file.uid(), file.gid());
        } catch (SystemCallException e) {
            throw new IllegalArgumentException("device file " + file.path() + ": " + e.text(), e);
        }
    }
}
