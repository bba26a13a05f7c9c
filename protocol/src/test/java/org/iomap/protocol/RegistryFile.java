package org.iomap.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of registry.txt by section, without comments; the words of a line are one space apart. */
final class RegistryFile {
    private final Map<String, List<String>> sections = new LinkedHashMap<>();

    RegistryFile() throws IOException {
        String section = "";
        for (String line : Files.readAllLines(Path.of("registry.txt"))) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                sections.put(section, new ArrayList<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                sections.get(section).add(line.trim().replaceAll(" +", " "));
            }
        }
    }

    Map<String, List<String>> sections() {
        return sections;
    }

    List<String> section(String name) {
        return sections.get(name);
    }

    /** The first words of each line of a section; what follows them is for people. */
    List<String> section(String name, int words) {
        return section(name).stream()
                .map(line -> String.join(" ", Arrays.asList(line.split(" ", -1)).subList(0, words)))
                .toList();
    }

    /** Each record with its fields, and the requests it answers. */
    Map<String, List<String>> replies() {
        Map<String, List<String>> replies = new LinkedHashMap<>();
        List<String> lines = section("replies");
        for (int i = 0; i < lines.size(); i += 2) {
            replies.put(lines.get(i), List.of(lines.get(i + 1).split(" ", -1)));
        }
        return replies;
    }
}
