package org.iomap.cli.command;

import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads once, as a program of the machine does, or as the monitor. */
@Command(
        name = "load",
        header = "Load once, through a device or at a physical address.",
        sortOptions = false,
        customSynopsis = {"iomap load [OPTIONS] DEVICE OFFSET", "       iomap load --physical [OPTIONS] ADDRESS"},
        description = {
            "Opens a device file, maps it with IOMAPMAP, loads once at an offset and prints the value. A load has the "
                    + "side effects that it has on the machine; `iomap peek' has none.",
            "With --physical it loads at a physical address, without a process or a mapping; needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap load /dev/hptv0_tc 16              the first pixel",
            "  iomap load /dev/uart0 uart0.LSR          the line status register",
            "  iomap load --physical uart0.LSR",
            "  iomap load --physical 0xffd05805 --width 1"
        })
public final class LoadVerb extends Verb {
    @Mixin
    private Target target;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    @Override
    void run(RemoteProcess process) {
        target.expect(0);
        try (Target.Access access = target.open(process)) {
            new AccessResult(access.address(), access.width(), access.load()).print(out(), json);
        }
    }
}
