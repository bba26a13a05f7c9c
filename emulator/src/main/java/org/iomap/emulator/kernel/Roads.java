package org.iomap.emulator.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.iomap.LiveMappings;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.RoadEntry;
import org.iomap.protocol.Signal;
import org.iomap.protocol.Width;

/**
 * The mappings of all processes and drivers, as ways that lead to physical addresses. Looking at them changes nothing:
 * it leaves no line in the trace, and a page that is made when it is touched is not made.
 */
public final class Roads {
    private static final int MAPPING_RULE = 21;
    private static final int NO_RULE = 0;

    private final Kernel kernel;

    Roads(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Returns the way that starts at an address of one process.
     *
     * @throws SignalException as a load there would, when nothing is mapped; and when no page is there yet
     */
    public RoadEntry from(UserProcess process, long address) {
        return from(List.of(process), address);
    }

    /**
     * Returns the way that starts at an address of the kernel: it has one meaning in a machine.
     *
     * @throws SignalException see {@link #from}
     */
    public RoadEntry fromKernel(long address) {
        return from(kernel.processes(), address);
    }

    private RoadEntry from(Collection<UserProcess> holders, long address) {
        for (UserProcess process : holders) {
            Pregion pregion = process.addressSpace().find(address);
            if (pregion != null && !pregion.isReserved()) {
                Extent extent = pregion.extent(address - pregion.address());
                if (extent == null) {
                    throw withoutPage(process, address);
                }
                return road(process, pregion, extent, address - pregion.address() - extent.offset());
            }
        }
        throw unmapped(holders, address);
    }

    /** Returns every way that leads to a physical address, in the order of the processes. */
    public List<RoadEntry> to(long physical) {
        List<RoadEntry> roads = new ArrayList<>();
        for (UserProcess process : kernel.processes()) {
            for (Pregion pregion : process.addressSpace().pregions()) {
                for (Extent extent : pregion.isReserved() ? List.<Extent>of() : pregion.extents()) {
                    long offset = physical - extent.physical();
                    if (offset >= 0 && offset < extent.length()) {
                        roads.add(road(process, pregion, extent, offset));
                    }
                }
            }
        }
        return roads;
    }

    private RoadEntry road(UserProcess process, Pregion pregion, Extent extent, long offset) {
        long address = pregion.address() + extent.offset();
        DeviceNumber device = pregion.devices().iterator().next();
        return new RoadEntry(
                address + offset,
                address,
                extent.physical(),
                extent.length(),
                process.pid(),
                Integer.toUnsignedLong(process.credentials().uid()),
                Integer.toUnsignedLong(device.dev()),
                pregion.origin().protection(),
                rights(pregion),
                process.name(),
                pregion.origin().call(),
                driver(pregion, device),
                pregion.origin().path());
    }

    /** Rule 14 is about I/O space that a driver has mapped. */
    private long rights(Pregion pregion) {
        if (!(pregion.mapper() instanceof DriverContext driver)) {
            return 0;
        }
        return kernel.liveMappings().kernelMappings().stream()
                .filter(live -> live.driver().equals(driver.name())
                        && live.physical() == pregion.physical()
                        && live.length() == pregion.length())
                .map(LiveMappings.KernelMapping::rights)
                .mapToLong(rights -> rights == LiveMappings.Rights.KERNEL_RW ? RoadEntry.KERNEL_RW : RoadEntry.USER_RW)
                .findFirst()
                .orElse(0);
    }

    /** Who carried out the call that made a mapping: no driver did for a file of the kernel's or a plain one. */
    private String driver(Pregion pregion, DeviceNumber device) {
        if (pregion.mapper() instanceof DriverContext driver) {
            return driver.name();
        }
        return kernel.drivers().stream()
                .filter(driver -> driver.major() == device.major())
                .map(DriverEntry::name)
                .findFirst()
                .orElse("");
    }

    private static SignalException withoutPage(UserProcess process, long address) {
        return new SignalException(
                Signal.SIGBUS,
                Signal.BUS_ADRERR,
                new FailedAccess(process, address, 0, Width.BYTE, Direction.LOAD, 0),
                BusCode.NO_PAGE,
                NO_RULE,
                "",
                "0x%x is mapped, and has no page: none was put there, or nobody has touched it yet".formatted(address));
    }

    private static SignalException unmapped(Collection<UserProcess> holders, long address) {
        String near = holders.size() == 1
                ? nearest(holders.iterator().next().addressSpace().pregions(), address)
                : "";
        return new SignalException(
                Signal.SIGSEGV,
                Signal.SEGV_MAPERR,
                new FailedAccess(null, address, 0, Width.BYTE, Direction.LOAD, 0),
                BusCode.NO_MAPPING,
                MAPPING_RULE,
                "",
                "nothing is mapped at 0x%x%s".formatted(address, near));
    }

    /** What is mapped below and above an address. */
    private static String nearest(List<Pregion> pregions, long address) {
        Pregion below = null;
        Pregion above = null;
        for (Pregion pregion : pregions) {
            if (pregion.address() < address) {
                below = pregion;
            } else if (above == null) {
                above = pregion;
            }
        }
        return (below == null ? "" : "; the mapping below ends at 0x%x".formatted(below.end()))
                + (above == null ? "" : "; the next one starts at 0x%x".formatted(above.address()));
    }
}
