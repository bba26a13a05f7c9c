package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Errno;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Family;
import org.iomap.protocol.Feature;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.OptionId;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Right;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The constants of {@code <iomap/registry.h>} are those of the Java enums: both come from protocol/registry.txt. */
@DisplayName("registry.h")
@Tag("GR-3")
class RegistryTest {
    private static final Pattern CONSTANT = Pattern.compile("\\t(IOMAP_\\w+) = (\\w+),");
    private static final int FIRST_EVENT = 0x100;

    private static Map<String, Long> constants;

    @BeforeAll
    static void read() throws IOException {
        String header = Files.readString(Tools.made("include/iomap/registry.h"));
        constants = new TreeMap<>();
        CONSTANT.matcher(header)
                .results()
                .forEach(found -> constants.put(found.group(1), Long.decode(hex(found.group(2)))));
    }

    /** Without zeros in front, which mean octal numbers to Java. */
    private static String hex(String number) {
        return number.startsWith("0x") ? number : number.replaceFirst("^0+(?=.)", "");
    }

    @Test
    void has_every_opcode() {
        Arrays.stream(Opcode.values())
                .filter(opcode -> opcode != Opcode.UNKNOWN)
                .forEach(opcode -> {
                    String prefix = opcode.number() < FIRST_EVENT ? "IOMAP_REQUEST_" : "IOMAP_EVENT_";
                    assertThat(constants).containsEntry(prefix + opcode.name(), (long) opcode.number());
                });
    }

    @Test
    void has_every_code_and_every_choice() {
        requireAll("IOMAP_ERRNO_", Errno.values(), Errno::number);
        requireAll("IOMAP_BUS_", BusCode.values(), BusCode::number);
        requireAll("IOMAP_REFUSED_", RefusedCode.values(), RefusedCode::number);
        requireAll("IOMAP_PROTOCOL_", ProtocolCode.values(), ProtocolCode::number);
        requireAll("IOMAP_FAMILY_", Family.values(), Family::number);
        requireAll("IOMAP_EXECUTION_", Execution.values(), Execution::number);
        requireAll("IOMAP_LIMIT_", Limit.values(), Limit::number);
        requireAll("IOMAP_FEATURE_", Feature.values(), Feature::number);
        requireAll("IOMAP_RIGHT_", Right.values(), Right::number);
        requireAll("IOMAP_OPTION_", OptionId.values(), OptionId::number);
        requireAll("IOMAP_KIND_", EventKind.values(), EventKind::number);
        requireAll("IOMAP_TRACE_", TraceKind.values(), TraceKind::number);
    }

    private static <E extends Enum<E>> void requireAll(String prefix, E[] values, ToLongFunction<E> number) {
        for (E value : values) {
            assertThat(constants).containsEntry(prefix + value.name(), number.applyAsLong(value));
        }
    }
}
