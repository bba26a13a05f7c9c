package org.iomap.cli.command;

import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stores once, as a program of the machine does, or as the monitor. */
@Command(
        name = "store",
        header = "Store once, through a device or at a physical address.",
        sortOptions = false,
        customSynopsis = {
            "iomap store [OPTIONS] DEVICE OFFSET VALUE",
            "       iomap store --physical [OPTIONS] ADDRESS VALUE"
        },
        description = {
            "Opens a device file, maps it with IOMAPMAP and stores a value once at an offset. Prints nothing.",
            "With --physical it stores at a physical address, without a process or a mapping; needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap store /dev/hptv0_tc 16 0x00ff0000  a red first pixel",
            "  iomap store /dev/uart0 uart0.THR 0x41    send an A",
            "  iomap store --physical uart0.SCR 0x55"
        })
public final class StoreVerb extends Verb {
    @Mixin
    private Target target;

    @Override
    void run(RemoteProcess process) {
        target.expect(1);
        try (Target.Access access = target.open(process)) {
            access.store(target.value());
        }
    }
}
