package org.iomap.cli.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The Java library in a process of its own, which stays: its code is to be warm in every round. */
final class JavaClient implements AutoCloseable {
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private JavaClient(Process process) {
        this.process = process;
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static JavaClient start(Host host, Setting setting) throws IOException {
        List<String> command = Host.java(
                List.of("-Xmx256m"), JavaClientMain.class.getName(), List.of(Integer.toString(setting.spinMicros())));
        return new JavaClient(new ProcessBuilder(host.onClientCore(setting, command))
                .redirectError(Redirect.INHERIT)
                .start());
    }

    Sample run(Peer peer, int millis, List<String> words) throws IOException {
        return Sample.parse(ask(words.get(0) + " " + peer.socket() + " " + millis + " "
                + String.join(" ", words.subList(1, words.size()))));
    }

    /** Is a driver until {@link #close}. */
    void drive(Peer peer) throws IOException {
        ask("drive " + peer.socket());
    }

    /** Follows the trace until {@link #close}. */
    void watch(Peer peer) throws IOException {
        ask("watch " + peer.socket());
    }

    void unwatch() throws IOException {
        ask("unwatch");
    }

    private String ask(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the Java client ended at: " + command);
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
