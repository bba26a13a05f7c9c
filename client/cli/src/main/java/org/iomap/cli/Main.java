package org.iomap.cli;

import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command {@code iomap}: it has verbs, and does nothing by itself. */
@Command(
        name = "iomap",
        version = "iomap 1.0.0",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        synopsisSubcommandLabel = "VERB",
        description = "Looks at, and plays with, the I/O space of an emulated HP 9000 workstation.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, and all was as expected",
            "1:the service refused or failed what was asked, or a transcript found differences",
            "2:it could not be run: wrong usage, or no service to talk to"
        },
        subcommands = {
            // Ask and change.
            // Transcripts: see TRANSCRIPTS.md.
            // Help.
            HelpCommand.class,
            GenerateCompletion.class
        })
public final class Main implements Runnable {
    /** Exit status: the service answered, but not as was wished. */
    public static final int FAILED = 1;
    /** Exit status: it could not be run. */
    public static final int NOT_RUN = 2;

    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command with all its verbs; tests give it writers of their own. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExitCodeExceptionMapper(Main::exitStatus)
                .setExecutionExceptionHandler(Main::explain);
    }

    @Override
    public void run() {
        commandLine().usage(System.out);
    }

    private static int exitStatus(Throwable failure) {
        return failure instanceof CommandLine.ParameterException ? NOT_RUN : FAILED;
    }

    private static int explain(Exception failure, CommandLine verb, CommandLine.ParseResult arguments) {
        PrintWriter err = verb.getErr();
        err.println("iomap: " + (failure.getMessage() == null ? failure : failure.getMessage()));
        err.flush();
        return exitStatus(failure);
    }
}
