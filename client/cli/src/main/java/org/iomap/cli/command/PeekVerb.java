package org.iomap.cli.command;

import org.iomap.client.RemoteProcess;
import org.iomap.protocol.Width;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at one physical address without any side effect. */
@Command(
        name = "peek",
        header = "Look at a physical address without any side effect.",
        sortOptions = false,
        description = {
            "Prints the value at a physical address without any side effect: no FIFO moves, no flag clears.",
            "Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap peek uart0.LSR", "  iomap peek 0xffd05805 --width 1", "  iomap peek videolive+16 --json"})
public final class PeekVerb extends Verb {
    @Parameters(paramLabel = "ADDRESS", description = "0xffd05805, uart0.LSR, or videolive+16.")
    private String place;

    @Option(
            names = "--width",
            paramLabel = "BYTES",
            converter = WidthConverter.class,
            description = "1, 2, 4 or 8. Default: the register's; 4 where no register is named.")
    private Width width;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    @Override
    void run(RemoteProcess process) {
        Place at = Place.of(place, process);
        Width used = width == null ? at.widthOr(Width.WORD) : width;
        new AccessResult(at.address(), used, process.monitor().peek(used, at.address())).print(out(), json);
    }
}
