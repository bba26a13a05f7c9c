package org.iomap.cli.command;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Starts {@code iomap-run} of client/c, whose options these are; the launcher does it without Java. */
@Command(
        name = "run",
        header = "Run a program of this computer as a process of the machine.",
        sortOptions = false,
        customSynopsis = "iomap run [OPTIONS] [--] PROGRAM [ARGUMENTS]",
        description = {
            "Runs a program that was written for device files, /dev/mem or /sys/bus/pci and knows nothing of iomap: what it "
                    + "opens and maps there is the machine's, and its loads and stores go to the machine's registers.",
            "iomap-run(1) has the options. It is made where gcc, make and libzydis-dev are installed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap run -- busybox devmem 0xffd05807 8       the scratch register of the first serial port",
            "  iomap run --static -- ./probe                  a program that is linked statically"
        })
public final class RunVerb implements Callable<Integer> {
    static final String RUNNER = "iomap-run";

    private static final int WRONG_USE = 2;

    @Unmatched
    private final List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Path> runner = find(here(), System.getenv("PATH"));
        if (runner.isEmpty()) {
            throw new UsageException("run: " + RUNNER + " is not built: it needs gcc, make and libzydis-dev");
        }
        List<String> command = new ArrayList<>(List.of(runner.get().toString()));
        command.addAll(words.isEmpty() ? List.of("--help") : words);
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        return words.isEmpty() ? WRONG_USE : status;
    }

    /** Beside the command, where the build makes it, or in the path. */
    static Optional<Path> find(Path directory, String path) {
        return Stream.concat(
                        Stream.of(directory.resolve(RUNNER), directory.resolve("../../c/target/bin/" + RUNNER)),
                        Stream.of(path.split(":")).map(each -> Path.of(each, RUNNER)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Path here() {
        try {
            return Path.of(RunVerb.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
