package org.iomap.cli.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.iomap.cli.command.UsageException;
import org.iomap.client.ConnectionLostException;
import org.iomap.client.RemoteProcess;

/**
 * A service of one's own, in a process of its own: the same Java, the same class path, a socket in a directory that
 * goes with it.
 */
public final class PrivateService implements AutoCloseable {
    private static final String MAIN_CLASS = "org.iomap.emulator.Main";
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 5;
    private static final long BETWEEN_TRIES_MILLIS = 10;

    private final Path directory;
    private final Process process;
    private final Thread endWithUs = new Thread(this::stop, "private service");

    private PrivateService(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /**
     * Starts a service and waits until it listens.
     *
     * @param machine the file or the name of its machine; null for the built-in one
     * @param options more of them
     * @throws UsageException if it does not start; with what it printed
     */
    public static PrivateService start(String machine, String... options) {
        try {
            Path directory = Files.createTempDirectory("iomap-");
            Process process = new ProcessBuilder(command(directory, machine, options))
                    .redirectErrorStream(true)
                    .redirectOutput(log(directory).toFile())
                    .start();
            PrivateService service = new PrivateService(directory, process);
            Runtime.getRuntime().addShutdownHook(service.endWithUs);
            service.awaitListening();
            return service;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public String uri() {
        return "unix:" + socket(directory);
    }

    /** What it printed so far: where it listens, first of all. */
    String printed() {
        try {
            return Files.readString(log(directory)).strip();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Stops it and removes what it left. */
    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(endWithUs);
    }

    private static List<String> command(Path directory, String machine, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN_CLASS,
                "--listen",
                "unix:" + socket(directory)));
        if (machine != null) {
            command.addAll(List.of("--machine", machine));
        }
        command.addAll(List.of(options));
        return command;
    }

    private static Path socket(Path directory) {
        return directory.resolve("iomap.sock");
    }

    private static Path log(Path directory) {
        return directory.resolve("iomapd.log");
    }

    private void awaitListening() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                String printed = printed();
                close();
                throw new UsageException("the private service did not start: " + printed);
            }
        }
    }

    private boolean isListening() {
        try (RemoteProcess visitor = RemoteProcess.connect(uri())) {
            return visitor.welcome() != null;
        } catch (ConnectionLostException notListening) {
            pause();
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        removeDirectory();
    }

    private void removeDirectory() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
