package org.iomap.cli.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.MappingEntry;
import picocli.CommandLine.Command;

/** Lists who has mapped what. */
@Command(
        name = "map",
        header = "List who has mapped what.",
        sortOptions = false,
        description = {
            "Lists the live mappings: the process, the physical range, its size, the address in the process, the "
                    + "device, and whether the process still has the device open. What a driver has mapped by "
                    + "itself has no device, nor has a plain file.",
            "Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap map", "  iomap map --json | jq '.[] | select(.pid == 7)'"})
public final class MapVerb extends Listing<MappingEntry> {
    private final Map<Long, String> drivers = new HashMap<>();

    @Override
    List<MappingEntry> entries(RemoteProcess process) {
        for (DriverEntry driver : process.drivers()) {
            drivers.put(driver.major(), driver.name());
        }
        return process.monitor().mappings();
    }

    @Override
    void print(List<MappingEntry> mappings) {
        table(mappings, drivers).print(out());
    }

    static Table table(List<MappingEntry> mappings, Map<Long, String> drivers) {
        Table table = new Table("PID>", "UID>", "PROCESS", "PHYSICAL", "SIZE>", "ADDRESS", "DEVICE", "OPEN");
        for (MappingEntry mapping : mappings) {
            DeviceNumber device = DeviceNumber.of(mapping.device());
            table.row(
                    Long.toString(mapping.pid()),
                    Long.toString(mapping.uid()),
                    mapping.process(),
                    "0x%08x".formatted(mapping.physical()),
                    size(mapping.length()),
                    "0x%08x".formatted(mapping.address()),
                    mapping.device() == 0 ? "-" : driver(device, drivers) + " 0x%06x".formatted(device.minor()),
                    mapping.open() == 1 ? "yes" : mapping.device() == 0 ? "-" : "no");
        }
        return table;
    }

    private static String driver(DeviceNumber device, Map<Long, String> drivers) {
        return drivers.getOrDefault(device.major(), Long.toString(device.major()));
    }

    private static String size(long bytes) {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + "M" : (bytes >> 10) + "K";
    }
}
