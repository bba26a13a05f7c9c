package org.iomap.cli.command;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the shell's completion script. */
@Command(
        name = "completion",
        header = "Print the shell's completion script.",
        sortOptions = false,
        description = "Prints a script that completes verbs and options in bash and zsh.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(iomap completion)                  in this shell",
            "  iomap completion > ~/.iomap-completion      then source it in ~/.bashrc or ~/.zshrc"
        })
public final class CompletionVerb implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("iomap", spec.root().commandLine()));
        out.flush();
    }
}
