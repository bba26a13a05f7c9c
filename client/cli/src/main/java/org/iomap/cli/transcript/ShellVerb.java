package org.iomap.cli.transcript;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Speaks the language of the transcripts by hand. */
@Command(
        name = "shell",
        sortOptions = false,
        description = {
            "Speaks the language of the transcripts by hand: system calls, loads and stores, monitor requests.",
            "What came of a line is printed as a transcript has it. The tabulator completes verbs, device files, "
                    + "modules and registers; `help' lists the verbs; `quit' or the end of the input ends the "
                    + "processes and the shell. Lines may also come through a pipe.",
            "An address may be a name. For load and store, uart0.LSR is where the process has that register mapped; for "
                    + "peek and the physical accesses it is the register's physical address."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap shell --private",
            "  echo 'peek 1 uart0.LSR' | iomap shell",
        })
public final class ShellVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SessionOptions options;

    @Override
    public Integer call() throws IOException {
        return options.run(spec.commandLine().getOut(), null);
    }
}
