package org.iomap.cli.transcript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A transcript: what is done, and what is expected.
 *
 * @param name of the file, for messages
 */
record Transcript(String name, List<Line> lines) {
    static Transcript read(Path file) throws IOException, SyntaxException {
        return parse(file.toString(), Files.readAllLines(file, StandardCharsets.UTF_8));
    }

    static Transcript parse(String name, List<String> text) throws SyntaxException {
        List<Line> lines = new ArrayList<>();
        for (int index = 0; index < text.size(); index++) {
            try {
                Line.parse(index + 1, text.get(index)).ifPresent(lines::add);
            } catch (SyntaxException wrong) {
                throw wrong.at(name, index + 1);
            }
        }
        return new Transcript(name, List.copyOf(lines));
    }

    /** True when it makes real accesses to physical addresses, as the recorded traces do. */
    boolean needsFreshMachine() {
        return lines.stream().anyMatch(line -> line.action() instanceof Physical physical && physical.isReal());
    }
}
