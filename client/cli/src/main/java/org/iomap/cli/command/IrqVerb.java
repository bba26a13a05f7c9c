package org.iomap.cli.command;

import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Drives an interrupt line by hand. */
@Command(
        name = "irq",
        header = "Drive an interrupt line by hand.",
        sortOptions = false,
        description = {
            "Drives an interrupt input of a chip: 1 is high, 0 is low. The line stays there until it is driven again.",
            "Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap irq lasi.5 1           as if the serial port asked", "  iomap irq lasi.5 0"})
public final class IrqVerb extends Verb {
    @Parameters(paramLabel = "LINE", description = "Chip and input: lasi.5, dino.10.")
    private String line;

    @Parameters(paramLabel = "LEVEL", description = "0 or 1.")
    private int level;

    @Override
    void run(RemoteProcess process) {
        if (level != 0 && level != 1) {
            throw new UsageException("a level is 0 or 1, not " + level);
        }
        process.monitor().driveLine(line, level == 1);
    }
}
