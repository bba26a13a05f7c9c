package org.iomap.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The examples of COMMANDS.md: what is typed, and what is to come. */
final class Manual {
    static final Path FILE = Path.of("COMMANDS.md");
    private static final String ANYTHING = "...";

    /**
     * A line that begins with {@code $}, and what follows it.
     *
     * @param line of the file, counted from 1
     */
    record Example(int line, String typed, List<String> expected) {
        /** True when {@code ...}, as a line or within one, can stand for the difference. */
        boolean isMetBy(List<String> printed) {
            StringBuilder form = new StringBuilder();
            for (String line : expected) {
                form.append(line.equals(ANYTHING) ? "(?:.*\n)*" : quoted(line) + "\n");
            }
            String text = String.join("\n", printed);
            return Pattern.matches(form.toString(), text.isEmpty() ? "" : text + "\n");
        }

        private static String quoted(String line) {
            StringBuilder form = new StringBuilder();
            for (String part : line.split(Pattern.quote(ANYTHING), -1)) {
                form.append(form.length() == 0 ? "" : ".*").append(Pattern.quote(part));
            }
            return form.toString();
        }

        @Override
        public String toString() {
            return FILE + ":" + line + ": " + typed;
        }
    }

    private Manual() {}

    static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        List<String> lines = Files.readAllLines(FILE);
        boolean inside = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                inside = line.equals("```console");
            } else if (inside && line.startsWith("$ ")) {
                examples.add(new Example(i + 1, line.substring(2), new ArrayList<>()));
            } else if (inside) {
                examples.get(examples.size() - 1).expected().add(line);
            }
        }
        return examples;
    }
}
