package org.iomap.cli.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every transcript over real sockets against the real service: the files, the lessons, the manual's examples, the
 * traces.
 */
class TranscriptsTest {
    private static final Path FILES = Path.of("src/test/resources/transcripts");
    private static final Path LESSONS = Path.of("lessons");
    private static final Path MANUAL = Path.of("TRANSCRIPTS.md");
    private static final Path README = Path.of("../../README.md");
    private static final Path RECORDINGS =
            Path.of(System.getProperty("traces", "../../emulator/src/test/resources/traces"));
    private static final Pattern EXAMPLE = Pattern.compile("```transcript\\n(.*?)```", Pattern.DOTALL);
    private static final int RULES = 28;

    static final List<String> TRANSPORTS = List.of("unix", "tcp");

    private static Services services;

    @BeforeAll
    static void start(@TempDir Path directory) {
        services = new Services(directory);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_transcript_plays_over_a_unix_socket(Path file) throws IOException, SyntaxException {
        assertThat(play(file, "unix", Holes.FAIL)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_transcript_plays_over_tcp(Path file) throws IOException, SyntaxException {
        assertThat(play(file, "tcp", Holes.FAIL)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("TRANSPORTS")
    void the_examples_of_the_manual_and_the_readme_play(String transport) throws IOException, SyntaxException {
        List<Performance.Difference> differences = new ArrayList<>();
        for (Transcript example : examples()) {
            differences.addAll(Theatre.onFreshMachine(example, services.service(MANUAL, transport), Holes.FAIL)
                    .differences());
        }

        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void a_recording_plays_over_a_unix_socket(Path file) throws IOException, SyntaxException {
        assertThat(play(file, "unix", Holes.READ_ZERO)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void a_recording_plays_over_tcp(Path file) throws IOException, SyntaxException {
        assertThat(play(file, "tcp", Holes.READ_ZERO)).isEmpty();
    }

    @Test
    void there_is_a_transcript_for_each_rule() throws IOException {
        assertThat(files().map(file -> file.getFileName().toString()))
                .containsAll(IntStream.rangeClosed(1, RULES)
                        .mapToObj("rule-%02d.txt"::formatted)
                        .toList());
    }

    static Stream<Path> files() throws IOException {
        return Stream.concat(list(FILES, ".*\\.txt").stream(), list(LESSONS, ".*\\.md").stream());
    }

    static Stream<Path> recordings() throws IOException {
        return list(RECORDINGS, ".*\\.trace").stream();
    }

    private static List<Path> list(Path directory, String names) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(names))
                    .sorted()
                    .toList();
        }
    }

    private static List<Performance.Difference> play(Path file, String transport, Holes holes)
            throws IOException, SyntaxException {
        return Theatre.onFreshMachine(Transcript.read(file), services.service(file, transport), holes)
                .differences();
    }

    private static List<Transcript> examples() throws IOException, SyntaxException {
        List<Transcript> examples = new ArrayList<>();
        for (Path document : List.of(MANUAL, README)) {
            String text = Files.readString(document);
            Matcher example = EXAMPLE.matcher(text);
            while (example.find()) {
                long line = text.substring(0, example.start()).lines().count();
                examples.add(Transcript.parse(
                        document + " from line " + line,
                        example.group(1).lines().toList()));
            }
        }
        return examples;
    }
}
