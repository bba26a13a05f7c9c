package org.iomap.emulator.kernel;

import java.util.ArrayList;
import java.util.List;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.RoadEntry;
import org.iomap.protocol.Signal;
import org.iomap.protocol.Width;

/**
 * The mappings of all processes, as ways that lead to physical addresses. Looking at them changes nothing and leaves no
 * line in the trace.
 */
public final class Roads {
    private static final int MAPPING_RULE = 21;

    private final Kernel kernel;

    Roads(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Returns the way that starts at an address of one process.
     *
     * @throws SignalException as a load there would, when nothing is mapped
     */
    public RoadEntry from(UserProcess process, long address) {
        List<Pregion> pregions = process.addressSpace().pregions();
        for (Pregion pregion : pregions) {
            if (contains(pregion.address(), pregion.length(), address)) {
                return road(process, pregion, address - pregion.address());
            }
        }
        throw unmapped(process, address, "in process " + process.pid() + nearest(pregions, address));
    }

    /**
     * Returns the way that starts at an address of the kernel: it has one meaning in a machine.
     *
     * @throws SignalException as a load there would, when nothing is mapped
     */
    public RoadEntry fromKernel(long address) {
        for (UserProcess process : kernel.processes()) {
            for (Pregion pregion : process.addressSpace().pregions()) {
                if (contains(pregion.address(), pregion.length(), address)) {
                    return road(process, pregion, address - pregion.address());
                }
            }
        }
        throw unmapped(null, address, "in the kernel");
    }

    /** Returns every way that leads to a physical address, in the order of the processes. */
    public List<RoadEntry> to(long physical) {
        List<RoadEntry> roads = new ArrayList<>();
        for (UserProcess process : kernel.processes()) {
            for (Pregion pregion : process.addressSpace().pregions()) {
                if (contains(pregion.physical(), pregion.length(), physical)) {
                    roads.add(road(process, pregion, physical - pregion.physical()));
                }
            }
        }
        return roads;
    }

    private RoadEntry road(UserProcess process, Pregion pregion, long offset) {
        DeviceNumber device = pregion.devices().iterator().next();
        return new RoadEntry(
                pregion.address() + offset,
                pregion.address(),
                pregion.physical(),
                pregion.length(),
                process.pid(),
                Integer.toUnsignedLong(process.credentials().uid()),
                Integer.toUnsignedLong(device.dev()),
                RoadEntry.READ | RoadEntry.WRITE,
                0,
                process.name(),
                "ioctl IOMAPMAP",
                driver(device),
                "");
    }

    private String driver(DeviceNumber device) {
        return kernel.drivers().stream()
                .filter(driver -> driver.major() == device.major())
                .map(DriverEntry::name)
                .findFirst()
                .orElse("");
    }

    private static SignalException unmapped(UserProcess process, long address, String where) {
        return new SignalException(
                Signal.SIGSEGV,
                Signal.SEGV_MAPERR,
                new FailedAccess(process, address, 0, Width.BYTE, Direction.LOAD, 0),
                BusCode.NO_MAPPING,
                MAPPING_RULE,
                "",
                "nothing is mapped at 0x%x %s".formatted(address, where));
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
        return (below == null ? "" : "; the mapping below ends at 0x%x".formatted(below.address() + below.length()))
                + (above == null ? "" : "; the next one starts at 0x%x".formatted(above.address()));
    }

    private static boolean contains(long start, long length, long address) {
        return address >= start && address - start < length;
    }
}
