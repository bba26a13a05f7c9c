package org.iomap.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The client, and the echo, in C: {@code pingpong.c}, compiled when it is needed. */
final class Pingpong {
    static final String COMPILER = "gcc";
    private static final String SOURCE = "pingpong.c";

    private final Host host;
    private final Path program;

    private Pingpong(Host host, Path program) {
        this.host = host;
        this.program = program;
    }

    /** @throws IOException if it does not compile */
    static Pingpong compile(Host host) throws IOException, InterruptedException {
        Path program = host.directory().resolve("pingpong");
        String messages = compile(host.directory(), program);
        if (!messages.isEmpty()) {
            throw new IOException(SOURCE + " does not compile: " + messages);
        }
        return new Pingpong(host, program);
    }

    /** Returns what the compiler has to say: nothing. */
    static String compile(Path directory, Path program) throws IOException, InterruptedException {
        Path source = directory.resolve(SOURCE);
        try (InputStream text = Pingpong.class.getResourceAsStream(SOURCE)) {
            Files.copy(text, source);
        }
        Process compiler = new ProcessBuilder(
                        COMPILER,
                        "-std=c11",
                        "-O2",
                        "-Wall",
                        "-Wextra",
                        "-Wpedantic",
                        "-Werror",
                        "-o",
                        program.toString(),
                        source.toString())
                .redirectErrorStream(true)
                .start();
        String messages = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return compiler.waitFor() == 0 ? messages : messages + COMPILER + " failed";
    }

    List<String> command(String mode, Path socket, Setting setting) {
        return List.of(program.toString(), mode, socket.toString(), setting.word());
    }

    Sample run(Peer peer, Setting setting, int millis, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(command(words.get(0), peer.socket(), setting));
        command.add(Integer.toString(millis));
        command.addAll(words.subList(1, words.size()));
        Process client = new ProcessBuilder(host.onClientCore(setting, command))
                .redirectErrorStream(true)
                .start();
        String printed = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (client.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + printed.strip());
        }
        return Sample.parse(printed);
    }
}
