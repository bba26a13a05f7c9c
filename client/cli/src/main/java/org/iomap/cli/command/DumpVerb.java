package org.iomap.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a physical range in hex. */
@Command(
        name = "dump",
        header = "Print a physical range in hex, without any side effect.",
        sortOptions = false,
        description = {
            "Prints a physical range in hex. It peeks, in words and where those are refused in bytes: looking changes "
                    + "nothing. Bytes that nothing answers are `--'.",
            "Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap dump uart0+0x800 8", "  iomap dump videolive+16 256", "  iomap dump 0xffd00000 4K --all"})
public final class DumpVerb extends Verb {
    private static final long MOST = 64 << 20;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "0xffd05800, uart0.RBR, or videolive+16.")
    private String place;

    @Parameters(
            index = "1",
            paramLabel = "LENGTH",
            converter = NumberConverter.class,
            description = "Bytes: 256, 0x100, 4K, 2M; at most 64M.")
    private long length;

    @Option(names = "--all", description = "Print lines that equal the one before, instead of one `*'.")
    private boolean all;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs: a byte is a number, a hole null.")
    private boolean json;

    /** What --json prints. */
    record Dump(long address, List<Integer> bytes) {}

    @Override
    void run(RemoteProcess process) {
        if (length < 0 || length > MOST) {
            throw new UsageException("LENGTH is 0 to 64M, not " + length);
        }
        long address = Place.of(place, process).address();
        PhysicalRange range;
        try (Progress progress = Progress.of(length, err())) {
            range = PhysicalRange.peek(process.monitor(), process.modules(), address, (int) length, progress);
        }
        if (json) {
            Json.print(out(), dump(range));
        } else {
            new HexDump(range).print(out(), all);
        }
    }

    private static Dump dump(PhysicalRange range) {
        List<Integer> bytes = new ArrayList<>(range.length());
        for (int i = 0; i < range.length(); i++) {
            bytes.add(range.isHole(i) ? null : range.at(i));
        }
        return new Dump(range.address(), bytes);
    }
}
