package org.iomap.emulator.kernel;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.iomap.IomapDriver;
import org.iomap.emulator.kernel.iomap.LiveMappings;
import org.iomap.emulator.kernel.nulldevice.NullDriver;

/** What one boot makes of a configuration: the tables of the kernel. Source: iomap semantics, rules 2 and 7. */
final class Boot {
    private static final Credentials ROOT = new Credentials(0, 0, Set.of());

    final KernelConfiguration configuration;
    final LiveMappings liveMappings = new LiveMappings();
    final CharacterDeviceSwitch deviceSwitch = new CharacterDeviceSwitch();
    final FileSystem files = new FileSystem();
    final OpenFileTable openFiles;

    /** @throws IllegalArgumentException when a driver is unknown or a device file cannot be made */
    Boot(KernelConfiguration configuration, IoSpace ioSpace, Map<String, Supplier<CharacterDriver>> moreDrivers) {
        this.configuration = configuration;
        this.openFiles = new OpenFileTable(configuration.limits().totalDescriptors());
        configuration.drivers().forEach(name -> deviceSwitch.add(driver(name, ioSpace, moreDrivers)));
        configuration.deviceFiles().forEach(this::makeDeviceFile);
    }

    private CharacterDriver driver(String name, IoSpace ioSpace, Map<String, Supplier<CharacterDriver>> moreDrivers) {
        if (name.equals("iomap")) {
            return new IomapDriver(ioSpace, liveMappings, configuration.ioctlReturnsAddress());
        }
        if (name.equals("null")) {
            return new NullDriver();
        }
        Supplier<CharacterDriver> driver = moreDrivers.get(name);
        if (driver == null) {
            throw new IllegalArgumentException("there is no driver " + name);
        }
        return driver.get();
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
