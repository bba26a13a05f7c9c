package org.iomap.emulator.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Keys and values of a machine file. What is asked for is known, the rest is refused by {@link #end()}; a wrong value
 * is a problem, and its fallback goes on.
 */
final class Section {
    private final String name;
    private final Node place;
    private final Problems problems;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    private Section(String name, Node place, Problems problems) {
        this.name = name;
        this.place = place;
        this.problems = problems;
    }

    /** @param name of the section, "" for the file itself */
    static Section of(String name, Node node, Problems problems) {
        Section section = new Section(name, node, problems);
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, section.prefix() + "keys with values are expected here, one to a line: `key: value`");
            return section;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (section.entries.put(key, entry) != null) {
                problems.add(entry.getKeyNode(), section.prefix() + key + " is given twice: keep one of them");
            }
        }
        return section;
    }

    boolean has(String key) {
        return find(key) != null;
    }

    /** True when a key is there and says true or false. */
    boolean isFlag(String key) {
        return find(key) instanceof ScalarNode scalar
                && List.of("true", "false").contains(scalar.getValue());
    }

    String text(String key, String fallback, Rule rule) {
        return scalar(key, fallback, rule::accept, rule.text());
    }

    boolean flag(String key, boolean fallback) {
        return choice(key, fallback, List.of(false, true), String::valueOf);
    }

    <E extends Enum<E>> E choice(String key, E fallback, Class<E> choices) {
        return choice(key, fallback, Arrays.asList(choices.getEnumConstants()), Section::spell);
    }

    /** Decimal or 0x…; from {@code least} to {@code most}. */
    long number(String key, long fallback, long least, long most) {
        return scalar(key, fallback, text -> parse(text, least, most), "a number from " + least + " to " + most);
    }

    /** Permissions, in octal as everywhere. */
    int mode(String key, int fallback) {
        return scalar(
                key, fallback, text -> text.matches("0?o?[0-7]{1,4}") ? octal(text) : null, "octal, 0000 to 7777");
    }

    List<String> words(String key, List<String> fallback, Rule rule) {
        return has(key) ? elements(key, rule::accept, rule.text()) : fallback;
    }

    <E extends Enum<E>> List<E> choices(String key, Class<E> choices) {
        Map<String, E> bySpelling = Arrays.stream(choices.getEnumConstants())
                .collect(Collectors.toMap(Section::spell, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        return elements(key, bySpelling::get, "one of " + String.join(", ", bySpelling.keySet()));
    }

    List<Integer> numbers(String key, int most) {
        return elements(
                key,
                text -> {
                    Long number = parse(text, 0, most);
                    return number == null ? null : number.intValue();
                },
                "a number from 0 to " + most);
    }

    /** The section under a key; an empty one where there is none. */
    Section section(String key) {
        Node node = find(key);
        return node == null ? new Section(path(key), place, problems) : of(path(key), node, problems);
    }

    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        for (Node element : sequence(key)) {
            sections.add(of(path(key), element, problems));
        }
        return sections;
    }

    /** Something is wrong with the section as a whole. */
    void problem(String text) {
        problems.add(place, prefix() + text);
    }

    /** Something is wrong with the value of a key that is there. */
    void problem(String key, String text) {
        problems.add(find(key), path(key) + ": " + text);
    }

    /** The keys that must be there. */
    void require(String... keys) {
        for (String key : keys) {
            if (!has(key)) {
                problem("the key " + key + " is missing");
            }
        }
    }

    /** Nothing else is looked for: other keys are refused. */
    void end() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                String remedy = Nearest.to(key, known)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("; known are " + String.join(", ", known));
                problems.add(entry.getKeyNode(), prefix() + "there is no key " + quote(key) + remedy);
            }
        });
    }

    /** As it is written in files: {@code ANY_UID} is any-uid. */
    static String spell(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private <T> T choice(String key, T fallback, List<T> choices, Function<T, String> spelling) {
        Map<String, T> bySpelling = new LinkedHashMap<>();
        choices.forEach(choice -> bySpelling.put(spelling.apply(choice), choice));
        return scalar(key, fallback, bySpelling::get, "one of " + String.join(", ", bySpelling.keySet()));
    }

    private <T> T scalar(String key, T fallback, Function<String, T> reader, String rule) {
        Node node = find(key);
        T value = node == null ? fallback : read(key, node, reader, rule);
        return value == null ? fallback : value;
    }

    private <T> List<T> elements(String key, Function<String, T> reader, String rule) {
        List<T> elements = new ArrayList<>();
        for (Node element : sequence(key)) {
            T value = read(key, element, reader, rule);
            if (value != null) {
                elements.add(value);
            }
        }
        return elements;
    }

    private <T> T read(String key, Node node, Function<String, T> reader, String rule) {
        T value = node instanceof ScalarNode scalar ? reader.apply(scalar.getValue()) : null;
        if (value == null) {
            String given = node instanceof ScalarNode scalar ? quote(scalar.getValue()) : "what stands here";
            problems.add(node, path(key) + ": " + given + " is not " + rule);
        }
        return value;
    }

    private List<Node> sequence(String key) {
        Node node = find(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problems.add(node, path(key) + ": a list is expected here: [first, second], or a line `- …` for each");
        return List.of();
    }

    private Node find(String key) {
        known.add(key);
        problems.lookedFor(path(key));
        NodeTuple entry = entries.get(key);
        return entry == null ? null : entry.getValueNode();
    }

    private String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    private String prefix() {
        return name.isEmpty() ? "" : name + ": ";
    }

    private static String quote(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return '"' + (printable.length() > 40 ? printable.substring(0, 40) + "…" : printable) + '"';
    }

    private static Long parse(String text, long least, long most) {
        try {
            long number = text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
            return number < least || number > most ? null : number;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static int octal(String text) {
        return Integer.parseInt(text.replace("o", ""), 8);
    }
}
