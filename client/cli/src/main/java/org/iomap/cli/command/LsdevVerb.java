package org.iomap.cli.command;

import java.io.PrintWriter;
import java.util.List;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.DriverEntry;
import picocli.CommandLine.Command;

/** Lists the drivers as {@code lsdev} of HP-UX does. */
@Command(
        name = "lsdev",
        header = "List the drivers and their major numbers.",
        sortOptions = false,
        description = {
            "Lists the drivers of the machine's kernel with their major numbers. There are no block devices: -1.",
            "Rule 2: majors are handed out at boot, in the order of the drivers in the system file."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap lsdev", "  iomap lsdev --json"})
public final class LsdevVerb extends Listing<DriverEntry> {
    @Override
    List<DriverEntry> entries(RemoteProcess process) {
        return process.drivers();
    }

    @Override
    void print(List<DriverEntry> drivers) {
        print(drivers, out());
    }

    static void print(List<DriverEntry> drivers, PrintWriter out) {
        out.println("    Character     Block       Driver          Class");
        for (DriverEntry driver : drivers) {
            out.println("%9d%12d         %-16s%s".formatted(driver.major(), -1, driver.name(), driver.driverClass()));
        }
        out.flush();
    }
}
