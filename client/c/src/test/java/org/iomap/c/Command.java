package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A program that a test runs to its end. */
final class Command {
    private static final long SECONDS = 120;

    private final List<String> words;
    private final Map<String, String> environment = new TreeMap<>();
    private File input = new File("/dev/null");

    Command(List<String> words) {
        this.words = List.copyOf(words);
    }

    static Command of(Object... words) {
        return new Command(List.of(words).stream().map(Object::toString).toList());
    }

    Command with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    Command input(Path file) {
        input = file.toFile();
        return this;
    }

    /** What it printed and how it ended; it fails the test when it does not end. */
    Result run() {
        try {
            Path out = Files.createTempFile("out", "");
            Path err = Files.createTempFile("err", "");
            try {
                ProcessBuilder builder = new ProcessBuilder(words)
                        .redirectInput(input)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
                Result result = new Result(this, ended ? process.exitValue() : -1, text(out), text(err));
                assertThat(ended).as("it ends: %s", result).isTrue();
                return result;
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** @param status the exit status, 128 and the number of the signal that ended it */
    record Result(Command command, int status, String out, String err) {
        /** The output of a program that succeeded. */
        String success() {
            assertThat(status).as("exit status of %s", this).isZero();
            return out;
        }
    }
}
