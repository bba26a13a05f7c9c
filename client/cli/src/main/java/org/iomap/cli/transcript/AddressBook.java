package org.iomap.cli.transcript;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.iomap.protocol.ModuleEntry;
import org.iomap.protocol.RegisterEntry;

/** The names of places: the machine's modules and their registers, each asked for once. */
final class AddressBook {
    private final Supplier<List<ModuleEntry>> moduleList;
    private final Function<String, List<RegisterEntry>> registerList;
    private final Map<String, Map<String, Long>> registers = new HashMap<>();
    private Map<String, Long> modules;

    AddressBook(Supplier<List<ModuleEntry>> modules, Function<String, List<RegisterEntry>> registers) {
        this.moduleList = modules;
        this.registerList = registers;
    }

    long physical(Place place) throws SyntaxException {
        if (place.isNumber()) {
            return place.offset();
        }
        long module = find("module", place.module(), modules());
        long base = place.register() == null
                ? module
                : find("register of " + place.module(), place.register(), registers(place.module()));
        return base + place.offset();
    }

    /** Names and physical addresses. */
    Map<String, Long> modules() {
        if (modules == null) {
            modules = moduleList.get().stream()
                    .collect(Collectors.toMap(ModuleEntry::name, ModuleEntry::address, (first, second) -> first));
        }
        return modules;
    }

    /** Names and physical addresses; the first where several registers have one name. */
    Map<String, Long> registers(String module) {
        return registers.computeIfAbsent(
                module,
                name -> registerList.apply(name).stream()
                        .collect(Collectors.toMap(
                                RegisterEntry::name, RegisterEntry::address, (first, second) -> first)));
    }

    private static long find(String what, String name, Map<String, Long> known) throws SyntaxException {
        Long address = known.get(name);
        if (address == null) {
            throw Nearest.unknown(what, name, known.keySet());
        }
        return address;
    }
}
