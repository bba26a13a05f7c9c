package org.iomap.cli.command;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.ModuleEntry;
import picocli.CommandLine.Command;

/** Lists the modules as {@code ioscan -f} of HP-UX does. */
@Command(
        name = "ioscan",
        header = "List the modules of the machine.",
        sortOptions = false,
        description = {
            "Lists the machine's modules: class, instance, hardware path, driver, whether a driver claimed it, the type "
                    + "of hardware and a description, in the columns of ioscan -f."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap ioscan", "  iomap ioscan --json | jq -r '.[] | \"\\(.name) \\(.hardwarePath)\"'"})
public final class IoscanVerb extends Listing<ModuleEntry> {
    @Override
    List<ModuleEntry> entries(RemoteProcess process) {
        return process.modules();
    }

    @Override
    void print(List<ModuleEntry> modules) {
        print(modules, out());
    }

    static void print(List<ModuleEntry> modules, PrintWriter out) {
        String form = "%%-%ds%%4s  %%-%ds  %%-%ds   %%-12s%%-13s%%s"
                .formatted(
                        widest(modules, 7, module -> module.moduleClass().length()),
                        widest(modules, 8, module -> module.hardwarePath().length()),
                        widest(modules, 7, module -> driver(module).length()));
        String heading = form.formatted("Class", "I", "H/W Path", "Driver", "S/W State", "H/W Type", "Description");
        out.println(heading);
        out.println("=".repeat(heading.length()));
        Map<String, Integer> instances = new HashMap<>();
        for (ModuleEntry module : modules) {
            int instance = instances.merge(module.moduleClass(), 1, Integer::sum) - 1;
            out.println(form.formatted(
                            module.moduleClass(),
                            isClaimed(module) ? instance : -1,
                            module.hardwarePath(),
                            driver(module),
                            isClaimed(module) ? "CLAIMED" : "UNCLAIMED",
                            hardwareType(module),
                            module.description())
                    .stripTrailing());
        }
        out.flush();
    }

    private static int widest(List<ModuleEntry> modules, int least, ToIntFunction<ModuleEntry> length) {
        return Math.max(least, modules.stream().mapToInt(length).max().orElse(0));
    }

    private static boolean isClaimed(ModuleEntry module) {
        return !module.driver().isEmpty();
    }

    private static String driver(ModuleEntry module) {
        return isClaimed(module) ? module.driver() : "?";
    }

    /** By the module types of the I/O architecture: hardware reference, section 1.4. */
    private static String hardwareType(ModuleEntry module) {
        return switch ((int) module.type()) {
            case 0 -> "PROCESSOR";
            case 1, 15 -> "MEMORY";
            case 7, 11, 12, 13 -> "BUS_NEXUS";
            default -> "INTERFACE";
        };
    }
}
