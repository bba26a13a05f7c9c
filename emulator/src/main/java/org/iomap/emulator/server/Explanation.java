package org.iomap.emulator.server;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.Roads;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.emulator.kernel.driver.MemoryRegions;
import org.iomap.emulator.machine.ModuleDescription;
import org.iomap.protocol.Explain;
import org.iomap.protocol.Explained;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciResource;
import org.iomap.protocol.PlaceEntry;
import org.iomap.protocol.RegisterEntry;
import org.iomap.protocol.RoadEntry;
import org.iomap.protocol.Width;

/** Follows an address to its register, and finds who else leads there. It only looks. */
final class Explanation {
    private static final long KERNEL = 0x1_0000_0000L;

    private final MachineHost host;
    private final Roads roads;

    Explanation(MachineHost host) {
        this.host = host;
        this.roads = host.kernel().roads();
    }

    Explained of(Explain request) {
        RoadEntry own = own(request.pid(), request.address());
        long physical = own == null ? request.address() : own.physical() + own.at() - own.address();
        OptionalLong word = peek(physical & -Width.WORD.bytes());
        return new Explained(
                request.requestId(),
                own == null ? 0 : own.pid(),
                request.address(),
                physical,
                word.orElse(0),
                word.isPresent() ? 1 : 0,
                place(physical),
                registers(physical),
                roads(own, physical));
    }

    /** The mapping that an address is in, or null where it is physical. */
    private RoadEntry own(long pid, long address) {
        if (pid != 0) {
            return roads.from(process(pid), address);
        }
        return address >= 0 && address < KERNEL ? null : roads.fromKernel(address);
    }

    private UserProcess process(long pid) {
        return host.kernel().processes().stream()
                .filter(process -> process.pid() == pid)
                .findFirst()
                .orElseThrow(() -> RefusedException.noSuchProcess(pid));
    }

    private List<RoadEntry> roads(RoadEntry own, long physical) {
        List<RoadEntry> all = new ArrayList<>(roads.to(physical));
        if (all.remove(own)) {
            all.add(0, own);
        }
        return List.copyOf(all);
    }

    private List<RegisterEntry> registers(long physical) {
        return host.machine().registersAt(physical).stream()
                .map(MonitorRequests::entry)
                .toList();
    }

    private PlaceEntry place(long physical) {
        IoSpace.Stretch stretch = host.machine().ioSpace().stretchAt(physical);
        if (stretch == null) {
            return new PlaceEntry(PlaceEntry.NOTHING, 0, physical, 0, "", "", "", "", "");
        }
        ModuleDescription module = host.machine().modules().stream()
                .filter(there -> there.name().equals(stretch.module()))
                .findFirst()
                .orElse(null);
        MemoryRegions.Claimed claim = claim(physical);
        return new PlaceEntry(
                physical < IoSpace.BASE ? PlaceEntry.HOST_MEMORY : PlaceEntry.MODULE,
                claim != null && claim.exclusive() ? 1 : 0,
                stretch.start(),
                stretch.length(),
                stretch.module(),
                module == null ? "" : module.description(),
                module == null ? "" : module.hardwarePath(),
                resource(physical),
                claim == null ? "" : claim.driver());
    }

    /** The region of a driver around an address, or null. */
    private MemoryRegions.Claimed claim(long physical) {
        return host.kernel().memoryRegions().all().stream()
                .filter(claim -> physical >= claim.physical() && physical - claim.physical() < claim.length())
                .findFirst()
                .orElse(null);
    }

    /** As the files in /sys/bus/pci/devices are named. The addresses of I/O ports are not physical ones. */
    private String resource(long physical) {
        for (PciDeviceEntry device : host.machine().pci().devices()) {
            for (PciResource resource : device.resources()) {
                if (resource.kind() == PciResource.MEMORY
                        && physical >= resource.start()
                        && physical - resource.start() < resource.length()) {
                    long function = device.function();
                    return "0000:%02x:%02x.%d/resource%d"
                            .formatted(function >> 8, function >> 3 & 0x1F, function & 7, resource.bar());
                }
            }
        }
        return "";
    }

    private OptionalLong peek(long word) {
        try {
            return OptionalLong.of(host.machine().ioSpace().peek(word, Width.WORD));
        } catch (BusError nothingThere) {
            return OptionalLong.empty();
        }
    }
}
