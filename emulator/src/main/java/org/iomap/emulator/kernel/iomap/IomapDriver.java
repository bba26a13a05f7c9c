package org.iomap.emulator.kernel.iomap;

import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENODEV;
import static org.iomap.protocol.Errno.ENXIO;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.AddressSpace;
import org.iomap.emulator.kernel.CharacterDriver;
import org.iomap.emulator.kernel.DeviceNumber;
import org.iomap.emulator.kernel.IoctlResult;
import org.iomap.emulator.kernel.OpenFile;
import org.iomap.emulator.kernel.Pregion;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.kernel.UserProcess;

/** Maps I/O space into processes. Source: iomap(7); iomap semantics, rules 5, 6, 12, 15, 16, 18, 19 and 26. */
public final class IomapDriver implements CharacterDriver {
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

    /**
     * Makes the driver of one boot.
     *
     * @param returnsAddress IOMAPMAP returns the address, not 0, as on some older systems
     */
    public IomapDriver(IoSpace ioSpace, LiveMappings live, boolean returnsAddress) {
        this.ioSpace = ioSpace;
        this.live = live;
        this.returnsAddress = returnsAddress;
    }

    @Override
    public String name() {
        return "iomap";
    }

    @Override
    public String driverClass() {
        return "pseudo";
    }

    @Override
    public void open(UserProcess process, DeviceNumber device) {
        IomapMinor region = IomapMinor.of(device.minor());
        if (!region.isInIoSpace()) {
            throw new SystemCallException(
                    EINVAL,
                    5,
                    "minor 0x%06x is 0x%x bytes at 0x%x, which are not in I/O space"
                            .formatted(device.minor(), region.length(), region.physical()),
                    device.minor());
        }
        if (ioSpace.isHole(region.physical(), region.length())) {
            throw new SystemCallException(
                    ENXIO,
                    6,
                    "minor 0x%06x is 0x%x bytes at 0x%x, where nothing answers"
                            .formatted(device.minor(), region.length(), region.physical()),
                    device.minor());
        }
    }

    /** The closing process loses the mapping; others keep theirs. */
    @Override
    public void close(UserProcess process, DeviceNumber device) {
        Pregion mapped = mapping(process, IomapMinor.of(device.minor()));
        if (mapped != null && mapped.dropDevice(device)) {
            process.unmap(mapped);
        }
    }

    @Override
    public int read(UserProcess process, OpenFile file, ByteBuffer into) {
        throw new SystemCallException(ENODEV, 15, "iomap has no read(2)");
    }

    @Override
    public int write(UserProcess process, OpenFile file, ByteBuffer from) {
        throw new SystemCallException(ENODEV, 15, "iomap has no write(2)");
    }

    @Override
    public long mmap(
            UserProcess process, OpenFile file, long address, long length, long offset, int protection, int flags) {
        throw new SystemCallException(ENODEV, 15, "iomap has no mmap(2); IOMAPMAP maps");
    }

    @Override
    public void munmap(UserProcess process, Pregion pregion) {
        throw new SystemCallException(
                EINVAL, 18, "IOMAPMAP made this mapping, and IOMAPUNMAP takes it away", pregion.address());
    }

    @Override
    public IoctlResult ioctl(UserProcess process, OpenFile file, long request, long argument) {
        if (request == IOMAPMAP || request == IOMAPMAP_64) {
            long address = map(process, file.device(), argument);
            return new IoctlResult(address, returnsAddress ? address : 0);
        }
        if (request == IOMAPUNMAP || request == IOMAPUNMAP_64) {
            unmap(process, file.device());
            return new IoctlResult(argument, 0);
        }
        throw new SystemCallException(EINVAL, 26, "iomap has no ioctl 0x%08x".formatted(request), request);
    }

    private long map(UserProcess process, DeviceNumber device, long wanted) {
        IomapMinor region = IomapMinor.of(device.minor());
        if (wanted != 0) {
            AddressSpace.requireValid(wanted, region.length());
        }
        long bound = live.boundAddress(region.physical(), region.length(), wanted);
        Pregion mapped = mapping(process, region);
        if (mapped != null) {
            mapped.addDevice(device);
            return mapped.address();
        }
        long address = address(process, region, bound == LiveMappings.UNBOUND ? wanted : bound);
        process.map(new Pregion(address, region.physical(), region.length(), this, device));
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

    private void unmap(UserProcess process, DeviceNumber device) {
        Pregion mapped = mapping(process, IomapMinor.of(device.minor()));
        if (mapped == null) {
            throw new SystemCallException(
                    EINVAL, 18, "the process has not mapped minor 0x%06x".formatted(device.minor()), device.minor());
        }
        process.unmap(mapped);
    }

    private Pregion mapping(UserProcess process, IomapMinor region) {
        return process.addressSpace().of(this, region.physical(), region.length());
    }

    @Override
    public void unmapped(UserProcess process, Pregion pregion) {
        live.remove(pregion.physical());
    }
}
