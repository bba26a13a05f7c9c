package org.iomap.cli.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The computer the benchmark runs on: its programs, its cores, and a directory for a while.
 *
 * @param serverCore that servers are pinned to
 * @param clientCore that clients are pinned to
 */
record Host(Path directory, int serverCore, int clientCore) implements AutoCloseable {
    private static final List<String> JAVA_OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xms16m", "-Xmn8m", "-Xss512k", "-XX:-UsePerfData");

    static Host open(int serverCore, int clientCore) throws IOException {
        return new Host(Files.createTempDirectory("iomap-bench"), serverCore, clientCore);
    }

    static boolean has(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** With both on one core, or on any where there is no way to say which, sleeping costs nothing but itself. */
    boolean canPin() {
        return has("taskset") && Runtime.getRuntime().availableProcessors() > Math.max(serverCore, clientCore);
    }

    List<String> onServerCore(List<String> command) {
        return pinned(serverCore, command);
    }

    List<String> onClientCore(Setting setting, List<String> command) {
        return pinned(setting == Setting.POLLING ? clientCore : serverCore, command);
    }

    private List<String> pinned(int core, List<String> command) {
        List<String> words = new ArrayList<>();
        if (canPin()) {
            words.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        words.addAll(command);
        return words;
    }

    /** A class of ours in a virtual machine of its own, as the launchers start it. */
    static List<String> java(List<String> options, String main, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(JAVA_OPTIONS);
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        words.addAll(arguments);
        return words;
    }

    /** What a result is worth nothing without. */
    static String description() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        String processor = Files.isReadable(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse(System.getProperty("os.arch"))
                : System.getProperty("os.arch");
        return "%s, %d cores, %s %s, Java %s"
                .formatted(
                        processor,
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.version"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
