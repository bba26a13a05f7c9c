package org.iomap.cli;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.iomap.cli.bench.BenchVerb;
import org.iomap.cli.command.AttachVerb;
import org.iomap.cli.command.CatVerb;
import org.iomap.cli.command.ClickVerb;
import org.iomap.cli.command.ClockVerb;
import org.iomap.cli.command.CompletionVerb;
import org.iomap.cli.command.CrashVerb;
import org.iomap.cli.command.DriverVerb;
import org.iomap.cli.command.DumpVerb;
import org.iomap.cli.command.ErrorReport;
import org.iomap.cli.command.ExplainVerb;
import org.iomap.cli.command.IoscanVerb;
import org.iomap.cli.command.IrqVerb;
import org.iomap.cli.command.LoadVerb;
import org.iomap.cli.command.LsVerb;
import org.iomap.cli.command.LsdevVerb;
import org.iomap.cli.command.MachinesVerb;
import org.iomap.cli.command.MapVerb;
import org.iomap.cli.command.PeekVerb;
import org.iomap.cli.command.PingVerb;
import org.iomap.cli.command.RegsVerb;
import org.iomap.cli.command.ResetVerb;
import org.iomap.cli.command.RunVerb;
import org.iomap.cli.command.ScreenshotVerb;
import org.iomap.cli.command.StoreVerb;
import org.iomap.cli.command.TraceVerb;
import org.iomap.cli.command.TypeVerb;
import org.iomap.cli.command.VersionVerb;
import org.iomap.cli.lesson.LessonVerb;
import org.iomap.cli.transcript.PlayVerb;
import org.iomap.cli.transcript.RecordVerb;
import org.iomap.cli.transcript.ShellVerb;
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
            "1:the service said no: an errno, a signal, a right, a limit; or a transcript found differences",
            "2:wrong use",
            "3:there is no service to talk to",
            "4:no answer before the deadline"
        })
public final class Main implements Runnable {
    /** By the word that asks for them, in the order of the help. */
    private static final Map<String, Class<?>> VERBS = new LinkedHashMap<>();

    static {
        // Ask and change: see COMMANDS.md.
        VERBS.put("ls", LsVerb.class);
        VERBS.put("cat", CatVerb.class);
        VERBS.put("lsdev", LsdevVerb.class);
        VERBS.put("ioscan", IoscanVerb.class);
        VERBS.put("map", MapVerb.class);
        VERBS.put("explain", ExplainVerb.class);
        VERBS.put("regs", RegsVerb.class);
        VERBS.put("load", LoadVerb.class);
        VERBS.put("store", StoreVerb.class);
        VERBS.put("peek", PeekVerb.class);
        VERBS.put("dump", DumpVerb.class);
        VERBS.put("trace", TraceVerb.class);
        VERBS.put("attach", AttachVerb.class);
        VERBS.put("type", TypeVerb.class);
        VERBS.put("click", ClickVerb.class);
        VERBS.put("screenshot", ScreenshotVerb.class);
        VERBS.put("irq", IrqVerb.class);
        VERBS.put("run", RunVerb.class);
        VERBS.put("driver", DriverVerb.class);
        VERBS.put("clock", ClockVerb.class);
        VERBS.put("crash", CrashVerb.class);
        VERBS.put("reset", ResetVerb.class);
        VERBS.put("machines", MachinesVerb.class);
        VERBS.put("ping", PingVerb.class);
        VERBS.put("bench", BenchVerb.class);
        // Transcripts: see TRANSCRIPTS.md.
        VERBS.put("play", PlayVerb.class);
        VERBS.put("shell", ShellVerb.class);
        VERBS.put("record", RecordVerb.class);
        VERBS.put("lesson", LessonVerb.class);
        // Help.
        VERBS.put("version", VersionVerb.class);
    }

    public static void main(String... arguments) {
        // The platform's logging is there already; to find and configure another takes a quarter of a second.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        // So does looking at every verb's options when one is asked for.
        boolean asksForOne = arguments.length > 0 && VERBS.containsKey(arguments[0]);
        CommandLine command = asksForOne ? top().addSubcommand(VERBS.get(arguments[0])) : commandLine();
        System.exit(command.execute(arguments));
    }

    /** The command with all its verbs; tests give it writers of their own. */
    public static CommandLine commandLine() {
        CommandLine command = top();
        VERBS.values().forEach(command::addSubcommand);
        return command.addSubcommand(CompletionVerb.class).addSubcommand(HelpCommand.class);
    }

    private static CommandLine top() {
        ErrorReport report = new ErrorReport();
        return new CommandLine(new Main()).setParameterExceptionHandler(report).setExecutionExceptionHandler(report);
    }

    @Override
    public void run() {
        commandLine().usage(System.out);
    }
}
