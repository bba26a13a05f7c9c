package org.iomap.cli.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.MappingEntry;
import org.iomap.protocol.ModuleEntry;

/**
 * What the kernel has in its tables: which driver has a module, who has mapped it, and how often its interrupt lines
 * have risen.
 */
record KernelTables(List<Bound> modules, List<Line> interrupts) {
    private static final Pattern INTERRUPT = Pattern.compile(" *\\d+: +(\\d+) +(\\S+) +(\\d+) *(.*)");

    /** A module with its driver, "" when it has none, and the mappings that show some of it. */
    record Bound(String hardwarePath, String module, String driver, List<MappingEntry> mappings) {
        private String mappedBy() {
            Map<String, Long> mappingsOf = mappings.stream()
                    .collect(Collectors.groupingBy(
                            mapping -> mapping.process() + "[" + mapping.pid() + "]",
                            TreeMap::new,
                            Collectors.counting()));
            return mappingsOf.entrySet().stream()
                    .map(process -> process.getKey() + (process.getValue() == 1 ? "" : " x" + process.getValue()))
                    .collect(Collectors.joining(", "));
        }
    }

    /** An interrupt line of a controller, and the drivers that have requested it, "" when none has. */
    record Line(String line, long count, String driver) {}

    /** Asks for them: the mappings need the monitor right. */
    static KernelTables of(RemoteProcess process) {
        List<MappingEntry> mappings = process.monitor().mappings();
        return new KernelTables(
                process.modules().stream()
                        .map(module -> bound(module, mappings))
                        .toList(),
                interrupts(new String(FileContent.read(process, "/proc/interrupts"), US_ASCII)));
    }

    static Bound bound(ModuleEntry module, List<MappingEntry> mappings) {
        return new Bound(
                module.hardwarePath(),
                module.name(),
                module.driver(),
                mappings.stream().filter(mapping -> shows(mapping, module)).toList());
    }

    /** @param text of /proc/interrupts */
    static List<Line> interrupts(String text) {
        return text.lines()
                .map(INTERRUPT::matcher)
                .filter(Matcher::matches)
                .map(row -> new Line(row.group(2) + "." + row.group(3), Long.parseLong(row.group(1)), row.group(4)))
                .toList();
    }

    void print(PrintWriter out) {
        Table bound = new Table("H/W PATH", "MODULE", "DRIVER", "MAPPED BY");
        modules.forEach(
                module -> bound.row(module.hardwarePath(), module.module(), module.driver(), module.mappedBy()));
        bound.print(out);
        out.println();
        Table lines = new Table("LINE", "INTERRUPTS>", "DRIVER");
        interrupts.forEach(line -> lines.row(line.line(), Long.toString(line.count()), line.driver()));
        lines.print(out);
    }

    private static boolean shows(MappingEntry mapping, ModuleEntry module) {
        return mapping.physical() < module.address() + module.size()
                && module.address() < mapping.physical() + mapping.length();
    }
}
