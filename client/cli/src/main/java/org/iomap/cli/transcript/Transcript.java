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
    private static final String PAGE = ".md";
    private static final String FENCE = "```";

    /** Of a page, NAME.md, its blocks that are marked as transcripts, as one. */
    static Transcript read(Path file) throws IOException, SyntaxException {
        List<String> text = Files.readAllLines(file, StandardCharsets.UTF_8);
        return parse(file.toString(), file.toString().endsWith(PAGE) ? blocks(text) : text);
    }

    /** The lines of a page, each in its place; those that are in no transcript are empty. */
    static List<String> blocks(List<String> page) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : page) {
            boolean isFence = line.startsWith(FENCE);
            inside = isFence ? line.equals(FENCE + "transcript") : inside;
            lines.add(inside && !isFence ? line : "");
        }
        return lines;
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
