package org.iomap.cli.transcript;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A shell whose session becomes a transcript. */
@Command(
        name = "record",
        sortOptions = false,
        description = {
            "A shell (see `iomap shell --help') whose session becomes a transcript: every line with what came of it.",
            "`iomap play' finds the same again where the session began on a machine as switched on, as that of "
                    + "--private is."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap record --private lesson.txt", "  iomap record --force lesson.txt < commands.txt"})
public final class RecordVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SessionOptions options;

    @Option(names = "--force", description = "Overwrite FILE.")
    private boolean force;

    @Parameters(paramLabel = "FILE", description = "The transcript that is written.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(file) && !force) {
            throw new ParameterException(spec.commandLine(), file + " is there already; --force overwrites it");
        }
        try (PrintWriter record = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            record.println("# A recorded session. Play it with: iomap play " + file.getFileName());
            return options.run(spec.commandLine().getOut(), record);
        }
    }
}
