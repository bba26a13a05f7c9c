package org.iomap.emulator.kernel.iomap;

import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENODEV;
import static org.iomap.protocol.Errno.ENXIO;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.iomap.driver.FileOperations;
import org.iomap.driver.IoctlArgument;
import org.iomap.driver.MemoryArea;
import org.iomap.driver.OpenFile;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.AddressSpace;
import org.iomap.emulator.kernel.DeviceNumber;
import org.iomap.emulator.kernel.FileDescription;
import org.iomap.emulator.kernel.Mapper;
import org.iomap.emulator.kernel.Origin;
import org.iomap.emulator.kernel.Pregion;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.kernel.UserProcess;

/** Maps I/O space into processes. Source: iomap(7); iomap semantics, rules 5, 6, 12, 15, 16, 18, 19 and 26. */
public final class IomapDriver implements FileOperations, Mapper {
    /** {@code _IOWR('M', 1, int)}. */
    static final long IOMAPMAP = 0xC004_4D01L;
    /** {@code _IOWR('M', 2, int)}. */
    static final long IOMAPUNMAP = 0xC004_4D02L;
    /** {@link #IOMAPMAP} of a caller with 8-byte pointers. */
    static final long IOMAPMAP_64 = 0xC008_4D01L;
    /** {@link #IOMAPUNMAP} of a caller with 8-byte pointers. */
    static final long IOMAPUNMAP_64 = 0xC008_4D02L;

    private final IoSpace ioSpace;
    private final LiveMappings live;
    private final boolean returnsAddress;
    private final Supplier<UserProcess> current;
    private final Map<Integer, Integer> opens = new HashMap<>();

    /**
     * Makes the driver of one boot.
     *
     * @param returnsAddress IOMAPMAP returns the address, not 0, as on some older systems
     * @param current the process that calls
     */
    public IomapDriver(IoSpace ioSpace, LiveMappings live, boolean returnsAddress, Supplier<UserProcess> current) {
        this.ioSpace = ioSpace;
        this.live = live;
        this.returnsAddress = returnsAddress;
        this.current = current;
    }

    @Override
    public void open(OpenFile file) {
        IomapMinor region = IomapMinor.of(file.minor());
        if (!region.isInIoSpace()) {
            throw new SystemCallException(
                    EINVAL,
                    5,
                    "minor 0x%06x is 0x%x bytes at 0x%x, which are not in I/O space"
                            .formatted(file.minor(), region.length(), region.physical()),
                    file.minor());
        }
        if (ioSpace.isHole(region.physical(), region.length())) {
            throw new SystemCallException(
                    ENXIO,
                    6,
                    "minor 0x%06x is 0x%x bytes at 0x%x, where nothing answers"
                            .formatted(file.minor(), region.length(), region.physical()),
                    file.minor());
        }
        opens.merge(file.minor(), 1, Integer::sum);
    }

    /** The last close of a device, over all processes and special files: the closing process loses the mapping. */
    @Override
    public void release(OpenFile file) {
        if (opens.merge(file.minor(), -1, Integer::sum) > 0) {
            return;
        }
        opens.remove(file.minor());
        Pregion mapped = mapping(IomapMinor.of(file.minor()));
        if (mapped != null && mapped.dropDevice(device(file))) {
            current.get().unmap(mapped);
        }
    }

    /** It has neither, whatever the descriptor was opened for: rule 15. */
    @Override
    public boolean hasReadAndWrite() {
        return false;
    }

    @Override
    public int read(OpenFile file, ByteBuffer into, long position) {
        throw new SystemCallException(ENODEV, 15, "iomap has no read(2)");
    }

    @Override
    public int write(OpenFile file, ByteBuffer from, long position) {
        throw new SystemCallException(ENODEV, 15, "iomap has no write(2)");
    }

    @Override
    public void mmap(OpenFile file, MemoryArea area) {
        throw new SystemCallException(ENODEV, 15, "iomap has no mmap(2); IOMAPMAP maps");
    }

    @Override
    public void requireRemovable(Pregion pregion) {
        throw new SystemCallException(
                EINVAL, 18, "IOMAPMAP made this mapping, and IOMAPUNMAP takes it away", pregion.address());
    }

    @Override
    public long ioctl(OpenFile file, long request, IoctlArgument argument) {
        if (request == IOMAPMAP || request == IOMAPMAP_64) {
            long address = map(file, argument.get());
            argument.set(address);
            return returnsAddress ? address : 0;
        }
        if (request == IOMAPUNMAP || request == IOMAPUNMAP_64) {
            unmap(file);
            return 0;
        }
        throw new SystemCallException(EINVAL, 26, "iomap has no ioctl 0x%08x".formatted(request), request);
    }

    private long map(OpenFile file, long wanted) {
        IomapMinor region = IomapMinor.of(file.minor());
        if (wanted != 0) {
            AddressSpace.requireValid(wanted, region.length());
        }
        long bound = live.boundAddress(region.physical(), region.length(), wanted);
        Pregion mapped = mapping(region);
        if (mapped != null) {
            mapped.addDevice(device(file));
            return mapped.address();
        }
        UserProcess process = current.get();
        long address = address(process, region, bound == LiveMappings.UNBOUND ? wanted : bound);
        process.map(new Pregion(address, region.length(), this, Origin.of("ioctl IOMAPMAP", path(file)), device(file))
                .map(0, region.physical(), region.length()));
        live.add(region.physical(), region.length(), address);
        return address;
    }

    private static long address(UserProcess process, IomapMinor region, long given) {
        AddressSpace space = process.addressSpace();
        if (given == 0) {
            return space.choose(region.physical(), region.length());
        }
        space.requireFree(given, region.length());
        return given;
    }

    private void unmap(OpenFile file) {
        Pregion mapped = mapping(IomapMinor.of(file.minor()));
        if (mapped == null) {
            throw new SystemCallException(
                    EINVAL, 18, "the process has not mapped minor 0x%06x".formatted(file.minor()), file.minor());
        }
        current.get().unmap(mapped);
    }

    private Pregion mapping(IomapMinor region) {
        return current.get().addressSpace().of(this, region.physical(), region.length());
    }

    private static String path(OpenFile file) {
        return file instanceof FileDescription description ? description.path() : "";
    }

    private static DeviceNumber device(OpenFile file) {
        return new DeviceNumber(file.major(), file.minor());
    }

    @Override
    public void unmapped(UserProcess process, Pregion pregion) {
        live.remove(pregion.physical());
    }
}
