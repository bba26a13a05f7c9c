package org.iomap.cli.command;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints which version this is. */
@Command(
        name = "version",
        header = "Print the version of this command.",
        sortOptions = false,
        description = "Prints the version of this command, of the protocol it speaks, and of the Java that runs it.",
        footerHeading = "%nExamples:%n",
        footer = {"  iomap version", "  iomap ping              the version of the service"})
public final class VersionVerb implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    /** What --json prints. */
    record Version(String iomap, String protocol, String java) {}

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Version version = new Version("1.0.0", "1.0", Runtime.version().toString());
        if (json) {
            Json.print(out, version);
        } else {
            out.println("iomap %s, protocol %s, Java %s".formatted(version.iomap, version.protocol, version.java));
        }
        out.flush();
    }
}
