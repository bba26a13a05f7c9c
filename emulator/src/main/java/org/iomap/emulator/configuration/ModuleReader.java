package org.iomap.emulator.configuration;

import java.util.ArrayList;
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
    private final SettingReader reader;

    ModuleReader(Section machine, SettingReader reader) {
        this.machine = machine;
        this.reader = reader;
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
        String picture = reader.value(machine, Setting.input(PICTURE));
        if (picture != null && modules.containsKey(VIDEOLIVE)) {
            Map<String, String> values = new HashMap<>(modules.get(VIDEOLIVE).values());
            values.putIfAbsent(PICTURE, picture);
            modules.put(VIDEOLIVE, new Settings(values));
        }
    }

    private Settings settings(Section section, List<Setting> settings) {
        List<Setting> all = new ArrayList<>(settings);
        all.add(AT);
        Settings read = reader.settings(section, all);
        section.end();
        return read;
    }
}
