package org.iomap.emulator.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.machine.ModuleKind;
import org.iomap.emulator.machine.ModuleKinds;
import org.iomap.emulator.machine.Setting;
import org.iomap.emulator.machine.Settings;

/** Reads which modules a machine has: the key {@code modules} of a machine file. */
final class ModuleReader {
    private static final String MODULES = "modules";
    private static final String PICTURE = "picture";
    private static final String VIDEOLIVE = "videolive";
    private static final Setting AT = Setting.number(Settings.AT, IoSpace.BASE, IoSpace.END - IoSpace.PAGE);

    private final Section machine;
    private final Path file;

    ModuleReader(Section machine, Path file) {
        this.machine = machine;
        this.file = file;
    }

    /** @param model the modules where the file says nothing */
    Map<String, Settings> modules(Map<String, Settings> model) {
        Map<String, Settings> modules = new LinkedHashMap<>(model);
        Section section = machine.section(MODULES);
        for (ModuleKind kind : ModuleKinds.ALL) {
            String name = kind.name();
            if (section.isFlag(name)) {
                if (section.flag(name, true)) {
                    modules.putIfAbsent(name, Settings.NONE);
                } else {
                    modules.remove(name);
                }
            } else if (section.has(name)) {
                modules.put(name, settings(section.section(name), kind.settings()));
            }
        }
        section.end();
        picture(modules);
        return modules;
    }

    /** The key {@code picture} of the file itself is the frame grabber's. */
    private void picture(Map<String, Settings> modules) {
        String picture = value(machine, Setting.input(PICTURE));
        if (picture != null && modules.containsKey(VIDEOLIVE)) {
            Map<String, String> values = new HashMap<>(modules.get(VIDEOLIVE).values());
            values.putIfAbsent(PICTURE, picture);
            modules.put(VIDEOLIVE, new Settings(values));
        }
    }

    private Settings settings(Section section, List<Setting> settings) {
        Map<String, String> values = new HashMap<>();
        put(values, section, AT);
        settings.forEach(setting -> put(values, section, setting));
        section.end();
        return new Settings(values);
    }

    private void put(Map<String, String> values, Section section, Setting setting) {
        String value = value(section, setting);
        if (value != null) {
            values.put(setting.name(), value);
        }
    }

    /** Returns the value of a key, or null when it is not there or wrong. */
    private String value(Section section, Setting setting) {
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
