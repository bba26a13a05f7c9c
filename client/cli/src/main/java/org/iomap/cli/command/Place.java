package org.iomap.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.ModuleEntry;
import org.iomap.protocol.RegisterEntry;
import org.iomap.protocol.Width;

/**
 * A physical address as people write it: {@code 0xffd05805}, a module ({@code uart0}) or a register
 * ({@code uart0.LSR}), each with or without an offset ({@code videolive+16}).
 *
 * @param width of the register; null where none is named
 */
record Place(long address, Width width) {
    private static final Pattern FORM =
            Pattern.compile("(?<number>\\d\\w*)|(?<module>[A-Za-z][\\w-]*)(?:\\.(?<register>[\\w./-]+))?");

    /** @throws UsageException if it is no address, or nothing of the machine has this name */
    static Place of(String text, RemoteProcess process) {
        int plus = text.indexOf('+');
        String base = plus < 0 ? text : text.substring(0, plus);
        long offset = plus < 0 ? 0 : number(text.substring(plus + 1), text);
        Matcher matcher = FORM.matcher(base);
        if (!matcher.matches()) {
            throw notAnAddress(text);
        }
        if (matcher.group("number") != null) {
            return new Place(number(base, text) + offset, null);
        }
        String module = matcher.group("module");
        String register = matcher.group("register");
        return register == null
                ? new Place(module(module, process).address() + offset, null)
                : register(module, register, process).plus(offset);
    }

    Width widthOr(Width other) {
        return width == null ? other : width;
    }

    private Place plus(long offset) {
        return offset == 0 ? this : new Place(address + offset, width);
    }

    private static Place register(String module, String name, RemoteProcess process) {
        List<RegisterEntry> registers =
                process.monitor().registers(module(module, process).name());
        return registers.stream()
                .filter(entry -> entry.name().equalsIgnoreCase(name))
                .findFirst()
                .map(entry -> new Place(entry.address(), Width.of(entry.width())))
                .orElseThrow(() -> noSuch(
                        module + " has no register " + name,
                        registers.stream().map(RegisterEntry::name).distinct().toList()));
    }

    /** @throws UsageException if the machine has no module of this name */
    static ModuleEntry module(String name, RemoteProcess process) {
        List<ModuleEntry> modules = process.modules();
        return modules.stream()
                .filter(entry -> entry.name().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> noSuch(
                        "the machine has no module " + name,
                        modules.stream().map(ModuleEntry::name).toList()));
    }

    private static UsageException noSuch(String what, List<String> there) {
        return new UsageException(what + "; it has " + there.stream().limit(40).collect(Collectors.joining(", ")));
    }

    private static long number(String text, String whole) {
        if (!NumberConverter.isNumber(text)) {
            throw notAnAddress(whole);
        }
        return new NumberConverter().convert(text);
    }

    private static UsageException notAnAddress(String text) {
        return new UsageException("'" + text + "' is not an address: 0xffd05805, uart0.LSR or videolive+16");
    }
}
