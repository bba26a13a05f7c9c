package org.iomap.cli.command;

import org.iomap.client.RemoteProcess;
import org.iomap.protocol.CrashReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the dump of the last machine check. */
@Command(
        name = "crash",
        header = "Print the dump of the last machine check.",
        sortOptions = false,
        description = {
            "Prints what the last High Priority Machine Check left behind: the failing address and access, the process, "
                    + "its mappings, the last accesses. A machine has them with the setting bus-error: hpmc.",
            "Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap crash", "  iomap crash --json | jq .crashes"})
public final class CrashVerb extends Verb {
    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    /** What --json prints. */
    record Crash(long crashes, String text) {}

    @Override
    void run(RemoteProcess process) {
        CrashReport report = process.monitor().crashReport();
        if (json) {
            Json.print(out(), new Crash(report.crashes(), report.text()));
        } else {
            out().println(
                            report.text().isEmpty()
                                    ? "no machine check so far"
                                    : report.text().stripTrailing());
        }
    }
}
