package org.iomap.cli.command;

import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Command;

/** Switches the machine off and on. */
@Command(
        name = "reset",
        header = "Switch the machine off and on.",
        sortOptions = false,
        description = {
            "Switches the machine off and on: every process ends, every register has its reset value, device files "
                    + "are as configured.",
            "Needs the administrator right."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap reset", "  iomap reset --machine lab1"})
public final class ResetVerb extends Verb {
    @Override
    void run(RemoteProcess process) {
        process.monitor().reset();
    }
}
