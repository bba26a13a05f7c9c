package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.iomap.emulator.register.RegisterAt;
import org.junit.jupiter.api.Test;

/** FIDELITY.md says of each module how true it is, and it is the machine that it says it of. */
class FidelityTest {
    private static final Path DOCUMENT = Path.of("FIDELITY.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w-]+)` \\|");
    private static final Pattern ITEM = Pattern.compile("(?m)^- (`[\\w-]+`: .*)$");
    private static final Pattern NUMBER = Pattern.compile("_[0-9A-F]{3}$");

    private final List<ModuleDescription> modules =
            new B160l(MachineConfiguration.of(Model.B160L), MachineClock.virtual()).modules();

    @Test
    void every_module_of_the_machine_has_a_row_and_no_other_has() throws IOException {
        assertThat(found(ROW))
                .containsExactlyElementsOf(
                        modules.stream().map(ModuleDescription::name).toList());
    }

    @Test
    void every_register_that_is_not_implemented_is_listed_and_no_other_is() throws IOException {
        assertThat(found(ITEM))
                .containsExactlyElementsOf(modules.stream()
                        .map(FidelityTest::item)
                        .filter(item -> !item.isEmpty())
                        .toList());
    }

    /** What the list says of a module; "" when all its registers are implemented. */
    private static String item(ModuleDescription module) {
        StringJoiner item = new StringJoiner(", ", "`" + module.name() + "`: ", "").setEmptyValue("");
        List<String> run = new ArrayList<>();
        for (String name : unimplemented(module)) {
            if (!run.isEmpty() && !family(name).equals(family(run.get(0)))) {
                item.add(range(run));
                run.clear();
            }
            run.add(name);
        }
        return run.isEmpty() ? item.toString() : item.add(range(run)).toString();
    }

    /** Registers that are only numbered are listed as the first to the last. */
    private static String range(List<String> run) {
        String first = "`" + run.get(0) + "`";
        return run.size() == 1 ? first : first + " to `" + run.get(run.size() - 1) + "`";
    }

    private static String family(String register) {
        return NUMBER.matcher(register).replaceFirst("");
    }

    private static List<String> unimplemented(ModuleDescription module) {
        return module.registers().stream()
                .map(RegisterAt::register)
                .filter(register -> register.isUnimplemented())
                .map(register -> register.name())
                .distinct()
                .toList();
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(DOCUMENT))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
