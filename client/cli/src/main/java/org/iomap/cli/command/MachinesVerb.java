package org.iomap.cli.command;

import java.util.List;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.MachineEntry;
import picocli.CommandLine.Command;

/** Lists the machines of the service. */
@Command(
        name = "machines",
        header = "List the machines of the service.",
        sortOptions = false,
        description = "Lists the machines of the service by the names that --machine takes.",
        footerHeading = "%nExamples:%n",
        footer = {"  iomap machines", "  iomap ioscan --machine b160l"})
public final class MachinesVerb extends Listing<MachineEntry> {
    @Override
    List<MachineEntry> entries(RemoteProcess process) {
        return process.machines();
    }

    @Override
    void print(List<MachineEntry> machines) {
        Table table = new Table("NAME", "MODEL");
        machines.forEach(machine -> table.row(machine.name(), machine.model()));
        table.print(out());
    }
}
