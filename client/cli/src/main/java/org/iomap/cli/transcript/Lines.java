package org.iomap.cli.transcript;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Where the lines of a session come from. */
interface Lines extends AutoCloseable {
    /** The next line; null when there is no more. */
    String next() throws IOException;

    @Override
    void close() throws IOException;

    /** Standard input as it is. */
    static Lines piped() {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return new Lines() {
            @Override
            public String next() throws IOException {
                return input.readLine();
            }

            @Override
            public void close() {}
        };
    }

    /** A person at a terminal: with history, and completion by the tabulator. */
    static Lines typed(Completion completion) throws IOException {
        Terminal terminal = TerminalBuilder.builder().system(true).build();
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("iomap")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.HISTORY_FILE, history())
                .completer((ignored, line, candidates) ->
                        completion.candidates(upToCursor(line)).forEach(word -> candidates.add(new Candidate(word))))
                .build();
        return new Lines() {
            @Override
            public String next() {
                try {
                    return reader.readLine("iomap> ");
                } catch (EndOfFileException | UserInterruptException end) {
                    return null;
                }
            }

            @Override
            public void close() throws IOException {
                terminal.close();
            }
        };
    }

    private static List<String> upToCursor(ParsedLine line) {
        return line.words().subList(0, line.wordIndex() + 1);
    }

    /** $XDG_STATE_HOME/iomap/history, as the XDG base directory specification has it. */
    private static Path history() throws IOException {
        String state = System.getenv("XDG_STATE_HOME");
        Path home = state == null || state.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return Files.createDirectories(home.resolve("iomap")).resolve("history");
    }
}
