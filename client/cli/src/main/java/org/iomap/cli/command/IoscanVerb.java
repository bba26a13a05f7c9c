package org.iomap.cli.command;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.ModuleEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the modules as {@code ioscan -f} of HP-UX does. */
@Command(
        name = "ioscan",
        header = "List the modules of the machine.",
        sortOptions = false,
        description = {
            "Lists the machine's modules: class, instance, hardware path, driver, whether a driver claimed it, the type "
                    + "of hardware and a description, in the columns of ioscan -f.",
            "With --json also what is on the bus without being a module of the I/O architecture: the boot ROM, the "
                    + "broadcast space.",
            "With -k what the kernel has in its tables: which driver has a module, which processes and drivers have "
                    + "mapped it, and how often the interrupt lines have risen. It needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap ioscan",
            "  iomap ioscan --iodc",
            "  iomap ioscan -k",
            "  iomap ioscan --json | jq -r '.[] | \"\\(.name) \\(.hardwarePath)\"'"
        })
public final class IoscanVerb extends Verb {
    /** The bus of the processor itself, which has no path: ioscan always begins with it. */
    private static final ModuleEntry ROOT = new ModuleEntry(0, 0, 7, 0, 0, "root", "bc", "", "root", "");

    @Option(names = "--iodc", order = 10, description = "Print the modules' addresses, and the bytes of their IODC.")
    private boolean iodc;

    @Option(
            names = {"-k", "--kernel"},
            order = 20,
            description = "Print what the kernel has in its tables: drivers, mappings, interrupts.")
    private boolean kernel;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    @Override
    void run(RemoteProcess process) {
        if (kernel) {
            printTables(KernelTables.of(process));
        } else if (json) {
            Json.print(out(), process.modules());
        } else if (iodc) {
            identify(process);
        } else {
            print(process.modules(), out());
        }
    }

    private void printTables(KernelTables tables) {
        if (json) {
            Json.print(out(), tables);
        } else {
            tables.print(out());
        }
    }

    private void identify(RemoteProcess process) {
        Table table = new Table("H/W PATH", "HPA", "TYPE>", "HVERSION", "SVERSION", "IODC", "DESCRIPTION");
        process.modules().stream()
                .filter(IoscanVerb::isListed)
                .forEach(module -> table.row(
                        module.hardwarePath(),
                        "0x%08x".formatted(module.address()),
                        Long.toString(module.type()),
                        "0x%03x".formatted(module.hversion()),
                        "0x%05x".formatted(module.sversion()),
                        HexFormat.ofDelimiter(" ").formatHex(process.iodc(module.name())),
                        module.description()));
        table.print(out());
    }

    static void print(List<ModuleEntry> all, PrintWriter out) {
        List<ModuleEntry> modules = Stream.concat(Stream.of(ROOT), all.stream().filter(IoscanVerb::isListed))
                .toList();
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
            int instance = isClaimed(module) ? instances.merge(module.moduleClass(), 1, Integer::sum) - 1 : -1;
            out.println(form.formatted(
                            module.moduleClass(),
                            instance,
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

    /** What has no hardware path is on the bus, but is no module of the I/O architecture. */
    private static boolean isListed(ModuleEntry module) {
        return !module.hardwarePath().isEmpty();
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
