package org.iomap.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.iomap.cli.command.Json;
import org.iomap.cli.command.Progress;
import org.iomap.cli.command.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the service on this computer, beside what else could answer. */
@Command(
        name = "bench",
        header = "Measure how fast the service is on this computer.",
        sortOptions = false,
        description = {
            "Starts a service of its own, a bare Netty echo, an echo in C where gcc is installed, and QEMU's qtest where "
                    + "qemu-system-hppa is; drives them in turns, with a client in C and with the Java library; and prints "
                    + "medians, ratios and targets. Takes about eight minutes, and wants a computer that does nothing else.",
            "Measurements do not fail: a target that is missed is printed, and the exit status is 0."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap bench", "  iomap bench --quick --json", "  iomap bench --markdown client/cli/BENCHMARKS.md"})
public final class BenchVerb implements Callable<Integer> {
    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How long one sample takes; there are five of each. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--quick", description = "Short samples, three of each: rough figures in two minutes.")
    private boolean quick;

    @Option(
            names = "--core-server",
            paramLabel = "N",
            defaultValue = "0",
            description = "The core that servers are pinned to. Default: ${DEFAULT-VALUE}.")
    private int serverCore;

    @Option(
            names = "--core-client",
            paramLabel = "N",
            defaultValue = "1",
            description = "The core that clients are pinned to. Default: ${DEFAULT-VALUE}.")
    private int clientCore;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Append the results to FILE, too.")
    private Path markdown;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || serverCore < 0 || clientCore < 0) {
            throw new UsageException("--seconds is 1 or more, and a core is 0 or more");
        }
        Report report = measure();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, report);
        } else {
            print(report, out);
        }
        if (markdown != null) {
            append(report);
        }
        return 0;
    }

    private Report measure() throws IOException, InterruptedException {
        Effort effort = quick ? Effort.quick() : Effort.full(seconds);
        try (Host host = Host.open(serverCore, clientCore);
                Progress progress = Progress.of(Bench.PARTS, spec.commandLine().getErr())) {
            return new Bench(host, effort, progress::at).run();
        }
    }

    private static void print(Report report, PrintWriter out) {
        out.println(report.machine());
        report.table().print(out);
        report.notes().forEach(out::println);
        out.flush();
    }

    private void append(Report report) throws IOException {
        Files.writeString(
                markdown,
                report.markdown(),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
