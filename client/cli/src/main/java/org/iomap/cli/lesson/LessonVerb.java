package org.iomap.cli.lesson;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.iomap.cli.ConnectionOptions;
import org.iomap.cli.command.CannotConnectException;
import org.iomap.cli.command.ErrorReport;
import org.iomap.cli.command.Explanation;
import org.iomap.cli.command.Json;
import org.iomap.cli.command.UsageException;
import org.iomap.cli.transcript.Demonstration;
import org.iomap.cli.transcript.PrivateService;
import org.iomap.client.ConnectionLostException;
import org.iomap.client.Connector;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.Limit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows lessons, performs them, and looks at the trace whether somebody did them. */
@Command(
        name = "lesson",
        header = "Learn what maps what: read, perform and check lessons.",
        sortOptions = false,
        description = {
            "Without words it lists the lessons; with a number it prints the page of one. `play' performs a page on the "
                    + "machine and checks it. `check' looks at the machine's trace, and says what of the lesson was done "
                    + "and what is missing: by which program it was done does not matter, nor when, while the trace "
                    + "still has it.",
            "`play' and `check' need the monitor right."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all of it was done", "1:something is missing, or a line gave something else"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap lesson",
            "  iomap lesson 3",
            "  iomap lesson check 3",
            "  iomap lesson play 1 --private --svg roads.svg"
        })
public final class LessonVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--private", description = "`play' on a private service, which is stopped at the end.")
    private boolean isPrivate;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "`play' draws what the page explains, as `iomap explain --svg' does.")
    private Path svg;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    @Parameters(
            arity = "0..2",
            paramLabel = "WORD",
            hideParamSyntax = true,
            description = "[play | check] N, the number of a lesson.")
    private List<String> words = new ArrayList<>();

    /** What --json prints of a lesson. */
    record Title(int number, String title) {}

    /** What --json prints of a goal; {@code next} is what is missing, {@code by} who came farthest. */
    record Finding(int lesson, String goal, boolean done, String by, List<String> steps, String next) {
        static Finding of(Lesson lesson, Goal.Reached reached) {
            return new Finding(
                    lesson.number(),
                    reached.goal().title(),
                    reached.isAll(),
                    reached.by() == null ? "" : reached.by().toString(),
                    reached.goal().steps().stream()
                            .limit(reached.done())
                            .map(Step::words)
                            .toList(),
                    reached.next());
        }
    }

    @Override
    public Integer call() throws IOException {
        if (words.isEmpty()) {
            list();
            return 0;
        }
        if (words.size() == 1) {
            lesson(words.get(0)).page().forEach(out()::println);
            out().flush();
            return 0;
        }
        Lesson lesson = lesson(words.get(1));
        return switch (words.get(0)) {
            case "play" -> play(lesson);
            case "check" -> check(lesson, () -> connection.connector(connection.uri()));
            default -> throw new UsageException("`play' or `check' a lesson, not `" + words.get(0) + "'");
        };
    }

    private void list() {
        List<Lesson> lessons = Lesson.all();
        if (json) {
            Json.print(
                    out(),
                    lessons.stream()
                            .map(lesson -> new Title(lesson.number(), lesson.title()))
                            .toList());
        } else {
            lessons.forEach(lesson -> out().println("%2d  %s".formatted(lesson.number(), lesson.title())));
        }
        out().flush();
    }

    private static Lesson lesson(String number) {
        return Lesson.all().stream()
                .filter(lesson -> Integer.toString(lesson.number()).equals(number))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no lesson " + number + "; `iomap lesson' lists them"));
    }

    private int play(Lesson lesson) throws IOException {
        if (!isPrivate) {
            return play(lesson, () -> connection.connector(connection.uri()));
        }
        try (PrivateService service = PrivateService.start(connection.machine())) {
            return play(lesson, () -> RemoteProcess.to(service.uri()).deadline(connection.deadline()));
        }
    }

    private int play(Lesson lesson, Supplier<Connector> service) throws IOException {
        Demonstration.Outcome played = Demonstration.of(lesson.page(), service, out());
        if (svg != null && played.explained() != null) {
            Explanation.draw(played.explained(), svg);
        }
        return Math.max(check(lesson, service), played.differences() == 0 ? 0 : ErrorReport.FAILED);
    }

    private int check(Lesson lesson, Supplier<Connector> service) {
        List<Goal.Reached> reached;
        try (RemoteProcess reader = connect(service)) {
            Past past = Past.of(reader, connection.deadline());
            if (past.lost() > 0) {
                err().println("iomap: " + past.lost() + " lines of the trace were lost: the machine is too busy");
                err().flush();
            }
            reached = lesson.check(Deeds.of(past.lines()));
        }
        if (json) {
            reached.forEach(goal -> Json.print(out(), Finding.of(lesson, goal)));
        } else {
            new Verdict(out()).print(lesson, reached);
        }
        out().flush();
        return reached.stream().allMatch(Goal.Reached::isAll) ? 0 : ErrorReport.FAILED;
    }

    private RemoteProcess connect(Supplier<Connector> service) {
        try {
            return service.get()
                    .name("iomap-lesson")
                    .limit(Limit.QUEUED_EVENTS, Limit.QUEUED_EVENTS.ceiling())
                    .connect();
        } catch (ConnectionLostException nobodyThere) {
            throw new CannotConnectException(connection.uri(), nobodyThere);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
