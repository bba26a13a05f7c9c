package org.iomap.emulator.machine;

import java.util.List;

/**
 * A key that a machine file may give a module.
 *
 * @param least of a NUMBER, and {@code most}
 * @param choices of a CHOICE
 * @param pattern of a TEXT: a regular expression
 * @param rule what is expected, as the problem of a wrong value says it
 */
public record Setting(
        String name, Kind kind, long least, long most, List<String> choices, String pattern, String rule) {
    /** What the value is. */
    public enum Kind {
        INPUT_FILE,
        OUTPUT_FILE,
        NUMBER,
        CHOICE,
        TEXT,
        FLAG
    }

    /** A file that is there; its name is relative to the machine file. */
    public static Setting input(String name) {
        return new Setting(name, Kind.INPUT_FILE, 0, 0, List.of(), "", "the name of a file that can be read");
    }

    /** A file that the machine writes. */
    public static Setting output(String name) {
        return new Setting(
                name, Kind.OUTPUT_FILE, 0, 0, List.of(), "", "the name of a file in a directory that is there");
    }

    /** Decimal or {@code 0x…}. */
    public static Setting number(String name, long least, long most) {
        String rule = "a number from " + least + " to " + most;
        return new Setting(name, Kind.NUMBER, least, most, List.of(), "", rule);
    }

    public static Setting choice(String name, String... choices) {
        List<String> all = List.of(choices);
        return new Setting(name, Kind.CHOICE, 0, 0, all, "", "one of " + String.join(", ", all));
    }

    /** @param rule says in words what {@code pattern} says */
    public static Setting text(String name, String pattern, String rule) {
        return new Setting(name, Kind.TEXT, 0, 0, List.of(), pattern, rule);
    }

    public static Setting flag(String name) {
        return new Setting(name, Kind.FLAG, 0, 0, List.of("false", "true"), "", "one of false, true");
    }
}
