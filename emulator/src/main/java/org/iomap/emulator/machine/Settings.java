package org.iomap.emulator.machine;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a machine file says of one module: the values of {@link Setting}s, checked. */
public record Settings(Map<String, String> values) {
    /** Where the module is. */
    public static final String AT = "at";

    /** Nothing was said. */
    public static final Settings NONE = new Settings(Map.of());

    public Settings {
        values = Map.copyOf(values);
    }

    public String text(String name, String fallback) {
        return values.getOrDefault(name, fallback);
    }

    public long number(String name, long fallback) {
        return values.containsKey(name) ? Long.decode(values.get(name)) : fallback;
    }

    public boolean flag(String name, boolean fallback) {
        return values.containsKey(name) ? Boolean.parseBoolean(values.get(name)) : fallback;
    }

    /** Returns null when none was given. */
    public Path file(String name) {
        return values.containsKey(name) ? Path.of(values.get(name)) : null;
    }

    /** The physical address. */
    public long address(long fallback) {
        return number(AT, fallback);
    }

    /** The same, without the files that the module would write. */
    Settings withoutOutput(ModuleKind kind) {
        Map<String, String> silent = new HashMap<>(values);
        kind.settings().stream()
                .filter(setting -> setting.kind() == Setting.Kind.OUTPUT_FILE)
                .forEach(setting -> silent.remove(setting.name()));
        return new Settings(silent);
    }
}
