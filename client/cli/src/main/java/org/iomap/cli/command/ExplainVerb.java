package org.iomap.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.MappingEntry;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows an address to its register, and shows every other way there. */
@Command(
        name = "explain",
        header = "Follow an address to its register, and show who else leads there.",
        sortOptions = false,
        description = {
            "Shows the chain of an address: the mapping it is in, who made it by which call with which rights, the "
                    + "physical page, the module or memory there, the register with its fields and present values; "
                    + "and every other mapping by which the same place is reached at this moment. Nothing changes.",
            "Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap explain uart0.LSR",
            "  iomap explain 0xf2001004 --process student",
            "  iomap explain 0x1f2001004 --svg chain.svg",
            "  iomap explain teaching.SCRATCH --json | jq '.roads[].call'"
        })
public final class ExplainVerb extends Verb {
    @Parameters(
            paramLabel = "ADDRESS",
            description = "Physical: 0xf2001004, uart0.LSR or videolive+16. From 0x100000000 on: of the kernel. With "
                    + "--process: of that process.")
    private String address;

    @Option(
            names = "--process",
            paramLabel = "PID|NAME",
            description = "Whose address it is; a name is that of a process that has mapped something.")
    private String process;

    @ArgGroup
    private Form form = new Form();

    /** What is made of the answer; text when nothing is said. */
    private static final class Form {
        @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
        private boolean json;

        @Option(names = "--svg", order = 81, paramLabel = "FILE", description = "Draw it as SVG.")
        private Path svg;

        @Option(names = "--png", order = 82, paramLabel = "FILE", description = "Draw it as PNG.")
        private Path png;
    }

    @Override
    void run(RemoteProcess connection) throws IOException {
        Chain chain = new Chain(
                process == null
                        ? connection
                                .monitor()
                                .explain(0, Place.of(address, connection).address())
                        : connection.monitor().explain(pid(connection), number()));
        if (form.json) {
            Json.print(out(), chain.forPrograms());
        } else if (form.svg != null) {
            draw(chain, form.svg, new SvgCanvas());
        } else if (form.png != null) {
            draw(chain, form.png, new PngCanvas());
        } else {
            new ChainText(chain).print(out());
        }
    }

    private void draw(Chain chain, Path file, Canvas canvas) throws IOException {
        ChainDrawing drawing = new ChainDrawing(chain);
        canvas.size(drawing.width(), drawing.height());
        drawing.on(canvas);
        try (OutputStream to = Files.newOutputStream(file)) {
            canvas.write(to);
        }
        out().println("%s: %d x %d".formatted(file, drawing.width(), drawing.height()));
    }

    private long number() {
        if (!NumberConverter.isNumber(address)) {
            throw new UsageException("'" + address + "' is not an address of a process: 0xf2001004");
        }
        return new NumberConverter().convert(address);
    }

    private long pid(RemoteProcess connection) {
        if (NumberConverter.isNumber(process)) {
            return new NumberConverter().convert(process);
        }
        List<Long> pids = connection.monitor().mappings().stream()
                .filter(mapping -> mapping.process().equals(process))
                .map(MappingEntry::pid)
                .distinct()
                .toList();
        if (pids.isEmpty()) {
            throw new UsageException("no process " + process + " has mapped anything; see iomap map");
        }
        if (pids.size() > 1) {
            throw new UsageException("several processes are " + process + ": "
                    + pids.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        return pids.get(0);
    }
}
