package org.iomap.cli.command;

import java.util.List;
import java.util.stream.Collectors;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.FieldEntry;
import org.iomap.protocol.ModuleEntry;
import org.iomap.protocol.RegisterEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the registers of a module with their fields and present values. */
@Command(
        name = "regs",
        header = "List the registers of a module, with their fields and values.",
        sortOptions = false,
        description = {
            "Lists the registers of a module: address, name, width in bytes, access, the value after a reset, the "
                    + "present value, and its fields by name. It peeks: looking changes nothing.",
            "Several registers may share an address: one is for loads, one for stores, or a bit elsewhere chooses."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap regs uart0",
            "  iomap regs --svd > b160l.svd",
            "  iomap regs uart0 --json | jq '.[] | select(.name == \"LSR\") | .value'"
        })
public final class RegsVerb extends Verb {
    private static final String[] ACCESS = {"-", "R", "W", "RW"};

    @Parameters(
            paramLabel = "MODULE",
            arity = "0..1",
            description = "As `iomap ioscan --json' names it, such as uart0, lasi, dino.")
    private String module;

    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    @Option(
            names = "--svd",
            order = 81,
            description = "Print a CMSIS-SVD description, for debuggers and generators: of all modules, or of MODULE.")
    private boolean svd;

    @Override
    void run(RemoteProcess process) {
        if (svd) {
            SystemView.print(out(), modules(process), process.monitor());
        } else if (module == null) {
            throw new UsageException("name a MODULE, or print all of them with --svd");
        } else {
            List<RegisterEntry> registers =
                    process.monitor().registers(Place.module(module, process).name());
            if (json) {
                Json.print(out(), registers);
            } else {
                table(registers).print(out());
            }
        }
    }

    private List<ModuleEntry> modules(RemoteProcess process) {
        return module == null ? process.modules() : List.of(Place.module(module, process));
    }

    static Table table(List<RegisterEntry> registers) {
        Table table = new Table("ADDRESS", "NAME", "WIDTH>", "ACCESS", "RESET>", "VALUE>", "FIELDS");
        for (RegisterEntry register : registers) {
            boolean readable = register.readable() == 1;
            table.row(
                    "0x%08x".formatted(register.address()),
                    register.name(),
                    Long.toString(register.width()),
                    ACCESS[(int) register.access() & 3],
                    hex(register.reset(), register.width()),
                    readable ? hex(register.value(), register.width()) : "-",
                    readable ? fields(register) : "");
        }
        return table;
    }

    private static String hex(long value, long width) {
        return ("0x%0" + 2 * width + "x").formatted(value);
    }

    private static String fields(RegisterEntry register) {
        return register.fields().stream()
                .map(field -> field.name() + "=" + value(field, register.value()))
                .collect(Collectors.joining(" "));
    }

    private static String value(FieldEntry field, long value) {
        long bits = value >>> field.lowestBit() & -1L >>> (64 - field.bits());
        return bits < 10 ? Long.toString(bits) : "0x" + Long.toHexString(bits);
    }
}
