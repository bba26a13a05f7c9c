package org.iomap.cli.transcript;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.iomap.cli.ConnectionOptions;
import org.iomap.cli.command.CannotConnectException;
import org.iomap.cli.command.Json;
import org.iomap.client.IomapException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays transcripts and tells where the machine did something else than they expect. */
@Command(
        name = "play",
        sortOptions = false,
        description = {
            "Plays transcripts and tells where the machine did something else than they expect.",
            "Without --connect a private service with a virtual clock is started, and each file finds a freshly reset "
                    + "machine. A file NAME.yaml beside NAME.txt describes the machine that NAME.txt is played on; "
                    + "NAME.trace, a recording, is played on b160l-recorded."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything was as expected",
            "1:there were differences; each is printed as FILE:LINE, expected, got",
            "2:it could not be run: no such file, an unknown word, no service"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap play lesson.txt",
            "  iomap play --machine hpmc.yaml crash.txt",
            "  iomap play --connect tcp://127.0.0.1:4790 --holes-read-zero traces/*.trace"
        })
public final class PlayVerb implements Callable<Integer> {
    private static final int DIFFERENCES = 1;
    private static final int NOT_RUN = 2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--holes-read-zero",
            description = "A physical access to a hole, or of a width that a module refuses, loads 0 and stores "
                    + "nothing, as on the emulator that the traces were recorded on.")
    private boolean holesReadZero;

    @Option(names = "--json", description = "Print one JSON array with an object for each file.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Transcripts, played in this order.")
    private List<Path> files;

    /** A file with what it says. */
    private record Part(Path file, Transcript transcript) {}

    @Override
    public Integer call() {
        try (Theatre theatre = new Theatre(connection, holesReadZero ? Holes.READ_ZERO : Holes.FAIL)) {
            List<Performance> performances = new ArrayList<>();
            for (Part part : read()) {
                Performance performance = theatre.play(part.transcript(), part.file());
                performances.add(performance);
                print(performance);
            }
            finish(performances);
            return performances.stream().allMatch(played -> played.differences().isEmpty()) ? 0 : DIFFERENCES;
        } catch (NoSuchFileException missing) {
            return cannot(missing.getMessage() + ": no such file");
        } catch (IOException | SyntaxException | CannotConnectException | IomapException failed) {
            return cannot(failed.getMessage());
        }
    }

    /** All files are read before the first is played, so that a slip of the pen in the last costs no time. */
    private List<Part> read() throws IOException, SyntaxException {
        List<Part> parts = new ArrayList<>();
        for (Path file : files) {
            parts.add(new Part(file, Transcript.read(file)));
        }
        return parts;
    }

    private void print(Performance performance) {
        if (!json) {
            performance.differences().forEach(out()::println);
            out().flush();
        }
    }

    private void finish(List<Performance> performances) {
        if (json) {
            Json.print(out(), performances);
        } else {
            long differences = performances.stream()
                    .mapToLong(played -> played.differences().size())
                    .sum();
            int lines = performances.stream().mapToInt(Performance::lines).sum();
            out().println("%s, %s, %s"
                    .formatted(
                            count(performances.size(), "file"),
                            count(lines, "line"),
                            count(differences, "difference")));
        }
        out().flush();
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private int cannot(String why) {
        spec.commandLine().getErr().println("iomap: " + why);
        spec.commandLine().getErr().flush();
        return NOT_RUN;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
