package org.iomap.emulator.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.iomap.emulator.machine.Setting;
import org.iomap.emulator.machine.Settings;

/** Reads what a machine file says of one module or card. */
final class SettingReader {
    private final Path file;

    SettingReader(Path file) {
        this.file = file;
    }

    /** Reads those that the section has; other keys are left to somebody else. */
    Settings settings(Section section, List<Setting> settings) {
        Map<String, String> values = new HashMap<>();
        settings.forEach(setting -> put(values, section, setting));
        return new Settings(values);
    }

    private void put(Map<String, String> values, Section section, Setting setting) {
        String value = value(section, setting);
        if (value != null) {
            values.put(setting.name(), value);
        }
    }

    /** Returns the value of a key, or null when it is not there or wrong. */
    String value(Section section, Setting setting) {
        return switch (setting.kind()) {
            case INPUT_FILE, OUTPUT_FILE -> file(section, setting);
            case NUMBER -> number(section, setting);
            case CHOICE, FLAG -> section.text(setting.name(), null, Rule.oneOf(setting.choices()));
            case TEXT -> section.text(setting.name(), null, Rule.of(setting.pattern(), setting.rule()));
        };
    }

    private static String number(Section section, Setting setting) {
        boolean isGiven = section.has(setting.name());
        long number = section.number(setting.name(), -1, setting.least(), setting.most());
        return isGiven && number >= 0 ? Long.toString(number) : null;
    }

    /** Names are relative to the machine file. */
    private String file(Section section, Setting setting) {
        String given = section.text(setting.name(), null, Rule.FILE);
        if (given == null) {
            return null;
        }
        Path named = file.toAbsolutePath().resolveSibling(given);
        if (setting.kind() == Setting.Kind.INPUT_FILE && !Files.isReadable(named)) {
            String text = "there is no readable file " + named + " (names are relative to this file)";
            section.problem(setting.name(), text);
            return null;
        }
        if (setting.kind() == Setting.Kind.OUTPUT_FILE && !Files.isDirectory(named.getParent())) {
            String text = "there is no directory " + named.getParent() + " (names are relative to this file)";
            section.problem(setting.name(), text);
            return null;
        }
        return named.toString();
    }
}
