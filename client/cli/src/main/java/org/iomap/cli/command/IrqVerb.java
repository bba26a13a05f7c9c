package org.iomap.cli.command;

import java.util.List;
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
        footer = {"  iomap irq lasi.5 1           as if the serial port asked", "  iomap irq lasi 5 0"})
public final class IrqVerb extends Verb {
    @Parameters(
            paramLabel = "LINE LEVEL",
            arity = "2..3",
            description = "Chip and input, lasi.5 or dino.10, which may be two words; and 0 or 1.")
    private List<String> words;

    @Override
    void run(RemoteProcess process) {
        String level = words.get(words.size() - 1);
        if (!level.equals("0") && !level.equals("1")) {
            throw new UsageException("a level is 0 or 1, not " + level);
        }
        String line = String.join(".", words.subList(0, words.size() - 1));
        process.monitor().driveLine(line, level.equals("1"));
    }
}
