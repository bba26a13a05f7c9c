package org.iomap.cli.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.iomap.cli.Main;
import org.iomap.cli.transcript.PrivateService;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** As a student types it, against a service of its own. */
@DisplayName("iomap lesson")
class LessonVerbTest {
    private static final long IOMAPMAP = 0xC004_4D01L;

    private final PrivateService service = PrivateService.start(null);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private RemoteProcess student;

    @BeforeEach
    void connect() {
        student = RemoteProcess.to(service.uri()).name("student").connect();
    }

    @AfterEach
    void stop() {
        student.close();
        service.close();
    }

    private int iomap(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--connect", service.uri()));
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(all.toArray(String[]::new));
    }

    private List<String> printed() {
        return out.toString().lines().toList();
    }

    static Stream<Integer> numbers() {
        return Lesson.all().stream().map(Lesson::number);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void of_a_machine_on_which_nobody_did_anything_everything_is_missing(int number) {
        assertThat(iomap("lesson", "check", Integer.toString(number))).isEqualTo(1);
        assertThat(printed()).noneMatch(line -> line.startsWith("  done"));
        assertThat(printed().get(printed().size() - 1)).startsWith("0 of ");
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_page_that_is_performed_fulfils_its_own_lesson(int number) {
        int status = iomap("lesson", "play", Integer.toString(number));

        assertThat(status).as(out.toString()).isZero();
        assertThat(printed()).noneMatch(line -> line.startsWith("# here: "));
        assertThat(printed().get(printed().size() - 1)).startsWith("All ");
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_page_may_be_performed_again(int number) {
        iomap("lesson", "play", Integer.toString(number));

        assertThat(iomap("lesson", "play", Integer.toString(number)))
                .as(out.toString())
                .isZero();
    }

    @Test
    void another_program_may_do_it_and_is_told_how_far_it_came() {
        int fd = student.open("/dev/teach0", RemoteProcess.O_RDWR);
        student.ioctl(fd, IOMAPMAP, 0);
        iomap("lesson", "check", "3");

        assertThat(printed())
                .containsSubsequence(
                        "  missing  The last close of the whole system unmaps",
                        "           done so far by student[%d]: map /dev/teach0 with IOMAPMAP"
                                .formatted(student.welcome().pid()),
                        "           next: close its last descriptor of /dev/teach0");
    }

    @Test
    void a_duplicate_keeps_the_device_open() {
        int fd = student.open("/dev/teach0", RemoteProcess.O_RDWR);
        student.dup(fd);
        student.ioctl(fd, IOMAPMAP, 0);
        student.close(fd);
        student.load(Width.WORD, 0xF200_1004L);
        iomap("lesson", "check", "3");

        assertThat(printed()).noneMatch(line -> line.startsWith("  done"));
    }

    @Test
    void the_past_is_as_long_as_the_ring_of_the_trace() {
        iomap("lesson", "play", "3");
        int fd = student.open("/dev/gsc0", RemoteProcess.O_RDWR);
        long window = student.ioctl(fd, IOMAPMAP, 0).argument();
        IntStream.range(0, 9000).forEach(i -> student.load(Width.WORD, window + 16));
        iomap("lesson", "check", "3");

        assertThat(printed().get(printed().size() - 1)).startsWith("0 of 4");
    }

    @Test
    void prints_json_for_programs() {
        iomap("lesson", "check", "3", "--json");

        assertThat(printed())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("{\"lesson\":3,\"goal\":\"The last close of the whole system unmaps\",\"done\":false");
    }

    @Test
    void prints_a_page() {
        assertThat(iomap("lesson", "2")).isZero();
        assertThat(printed().get(0)).isEqualTo("# Lesson 2: Minor numbers, and pages");
    }

    @Test
    void knows_its_lessons_and_its_words() {
        assertThat(iomap("lesson", "9")).isEqualTo(2);
        assertThat(iomap("lesson", "learn", "2")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "iomap: there is no lesson 9; `iomap lesson' lists them",
                        "iomap: `play' or `check' a lesson, not `learn'");
    }

    @Test
    void each_page_begins_with_its_number_and_title() {
        assertThat(Lesson.all())
                .allSatisfy(lesson -> assertThat(lesson.page().get(0))
                        .isEqualTo("# Lesson %d: %s".formatted(lesson.number(), lesson.title())));
    }
}
