package org.iomap.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The constants and the records say what registry.txt says, and nothing else. */
@DisplayName("registry.txt")
@Tag("GR-3")
class RegistryTest {
    private final RegistryFile registry = new RegistryFile();

    RegistryTest() throws IOException {}

    @Test
    void has_the_version_and_the_magic_of_the_header() {
        assertThat(registry.section("protocol"))
                .containsExactly(
                        "major " + Header.MAJOR, "minor " + Header.MINOR, "magic 0x%08X".formatted(Header.MAGIC));
    }

    @Test
    void has_the_sections_that_this_test_knows() {
        assertThat(registry.sections())
                .containsOnlyKeys(
                        "protocol",
                        "types",
                        "flags",
                        "families",
                        "options",
                        "features",
                        "rights",
                        "execution",
                        "limits",
                        "event-kinds",
                        "trace-kinds",
                        "signals",
                        "signal-codes",
                        "protocol-codes",
                        "bus-codes",
                        "refused-codes",
                        "operations",
                        "errno",
                        "requests",
                        "replies",
                        "events",
                        "structures");
    }

    @Test
    @Tag("ER-2")
    void has_the_number_of_every_constant() {
        hasConstants("types", "%d", MessageType.values(), MessageType::number);
        hasConstants("families", "0x%02X", Family.values(), Family::number);
        hasConstants("options", "%d", OptionId.values(), OptionId::number);
        hasConstants("features", "%d", Feature.values(), Feature::number);
        hasConstants("rights", "0x%X", Right.values(), Right::number);
        hasConstants("execution", "%d", Execution.values(), Execution::number);
        hasConstants("limits", "%d", Limit.values(), Limit::number);
        hasConstants("event-kinds", "%d", EventKind.values(), EventKind::number);
        hasConstants("trace-kinds", "%d", TraceKind.values(), TraceKind::number);
        hasConstants("signals", "%d", Signal.values(), Signal::number);
        hasConstants("bus-codes", "%d", BusCode.values(), BusCode::number);
        hasConstants("refused-codes", "%d", RefusedCode.values(), RefusedCode::number);
        hasConstants("operations", "%d", Operation.values(), Operation::number);
        hasConstants("errno", "%d", Errno.values(), Errno::number);
        hasConstants("protocol-codes", "%d", ProtocolCode.values(), ProtocolCode::number);
    }

    @Test
    void finds_every_constant_by_its_number_and_none_by_another() {
        assertThat(Arrays.stream(Errno.values()).map(errno -> Errno.of(errno.number())))
                .containsExactly(Errno.values());
        assertThat(Errno.of(3)).isNull();
        assertThat(Errno.of(0x1_0000_0001L)).isNull();
        assertThat(Opcode.of(0x0000)).isEqualTo(Opcode.UNKNOWN);
        assertThat(Opcode.of(0x000A)).isEqualTo(Opcode.UNKNOWN);
        assertThat(Opcode.of(0xFFFF)).isEqualTo(Opcode.UNKNOWN);
    }

    @Test
    @Tag("FR-6")
    void has_the_flags_and_each_is_one_that_must_be_understood() {
        assertThat(registry.section("flags", 2))
                .containsExactly(
                        "0x%02X POSTED".formatted(Header.FLAG_POSTED), "0x%02X MORE".formatted(Header.FLAG_MORE));
        assertThat(Header.FLAG_POSTED & Header.MUST_UNDERSTAND).isEqualTo(Header.FLAG_POSTED);
        assertThat(Header.FLAG_MORE & Header.MUST_UNDERSTAND).isEqualTo(Header.FLAG_MORE);
    }

    @Test
    void has_the_codes_of_the_signals() {
        assertThat(registry.section("signal-codes"))
                .containsExactly(
                        Signal.SEGV_MAPERR + " SEGV_MAPERR",
                        Signal.SEGV_ACCERR + " SEGV_ACCERR",
                        Signal.BUS_ADRALN + " BUS_ADRALN",
                        Signal.BUS_ADRERR + " BUS_ADRERR");
    }

    @Test
    @Tag("HS-8")
    void has_the_default_and_the_ceiling_of_every_limit() {
        assertThat(registry.section("limits"))
                .containsExactlyElementsOf(Arrays.stream(Limit.values())
                        .map(limit -> "%d %s %d %d %s"
                                .formatted(
                                        limit.number(),
                                        limit,
                                        limit.defaultValue(),
                                        limit.ceiling(),
                                        limit.isNegotiated() ? "yes" : "no"))
                        .toList());
        assertThat(Limit.values()).allMatch(limit -> limit.defaultValue() <= limit.ceiling());
    }

    @Test
    void has_the_requirement_behind_every_protocol_code() {
        assertThat(registry.section("protocol-codes", 3))
                .containsExactlyElementsOf(Arrays.stream(ProtocolCode.values())
                        .map(code -> code.number() + " " + code + " " + code.requirement())
                        .toList());
    }

    @Test
    void has_the_fields_of_every_request_in_order() {
        assertThat(registry.section("requests").stream().map(RegistryTest::javaTypes))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Request.class.getPermittedSubclasses())
                        .map(request -> line(opcodeLine(opcode(request)), request))
                        .toList());
    }

    @Test
    void has_the_fields_of_every_reply_in_order() {
        assertThat(registry.replies().keySet().stream().map(RegistryTest::javaTypes))
                .containsExactlyInAnyOrderElementsOf(replyRecords()
                        .filter(reply -> reply != Failure.class)
                        .map(reply -> line(reply.getSimpleName(), reply))
                        .toList());
    }

    @Test
    void has_the_fields_of_every_event_in_order() {
        assertThat(registry.section("events").stream()
                        .map(line -> line.replaceFirst("^\\S+ \\S+ ", ""))
                        .map(RegistryTest::javaTypes))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Event.class.getPermittedSubclasses())
                        .map(event -> line(event.getSimpleName(), event))
                        .toList());
    }

    @Test
    void has_the_fields_of_every_structure_in_order() {
        assertThat(registry.section("structures").stream().map(RegistryTest::javaTypes))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Structure.class.getPermittedSubclasses())
                        .map(structure -> line(structure.getSimpleName(), structure))
                        .toList());
    }

    @Test
    @Tag("FR-1")
    void has_the_type_of_every_field_as_it_stands_in_the_vectors() {
        for (Vector vector : Vector.in("vectors")) {
            assertThat(new RegistryReader(registry, vector.bytes()).title())
                    .as(vector.name())
                    .isEqualTo(vector.title().replaceFirst("^(POSTED|MORE|ERROR) ", ""));
        }
    }

    @Test
    void has_every_opcode_once() {
        List<String> opcodes = Stream.of("requests", "events")
                .flatMap(section -> registry.section(section, 2).stream())
                .toList();

        assertThat(opcodes)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Opcode.values())
                        .filter(opcode -> opcode != Opcode.UNKNOWN)
                        .map(RegistryTest::opcodeLine)
                        .toList());
        assertThat(opcodes.stream().map(line -> line.split(" ", -1)[0])).doesNotHaveDuplicates();
    }

    @Test
    void has_the_requests_that_every_reply_answers() {
        Set<String> answered = new HashSet<>();
        for (Map.Entry<String, List<String>> reply : registry.replies().entrySet()) {
            String record = reply.getKey().split(" ", -1)[0];
            for (String opcode : reply.getValue()) {
                assertThat(decodesTo(Opcode.valueOf(opcode))).as(opcode).isEqualTo(record);
                assertThat(answered.add(opcode)).as(opcode).isTrue();
            }
        }

        assertThat(answered)
                .containsExactlyInAnyOrderElementsOf(registry.section("requests", 2).stream()
                        .map(line -> line.split(" ", -1)[1])
                        .toList());
    }

    @Test
    @Tag("ER-2")
    void has_a_note_of_every_number_that_is_kept_for_later() throws IOException {
        assertThat(Files.readString(Path.of("registry.txt"))).contains("# reserved: 0x000A FORK");
    }

    /** The record that a reply of zeros to {@code opcode} decodes to. */
    private static String decodesTo(Opcode opcode) {
        ByteBuf frame = Unpooled.buffer().writeZero(256);
        frame.setShort(Header.OPCODE_AT, opcode.number());
        return Replies.decode(frame).getClass().getSimpleName();
    }

    private <E extends Enum<E>> void hasConstants(
            String section, String format, E[] constants, Function<E, Integer> number) {
        assertThat(registry.section(section, 2))
                .as(section)
                .containsExactlyElementsOf(Arrays.stream(constants)
                        .map(constant -> format.formatted(number.apply(constant)) + " " + constant)
                        .toList());
    }

    private static String opcodeLine(Opcode opcode) {
        return "0x%04X %s".formatted(opcode.number(), opcode);
    }

    /** LOAD_BLOCK for LoadBlock. */
    private static Opcode opcode(Class<?> request) {
        return Opcode.valueOf(
                request.getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1").toUpperCase(Locale.ROOT));
    }

    private static Stream<Class<?>> replyRecords() {
        return Stream.of(Reply.class, ListReply.class)
                .<Class<?>>flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                .filter(Class::isRecord);
    }

    /** A line of the registry with Java's types, which are fewer. */
    private static String javaTypes(String line) {
        return line.replaceAll(":(aux|u32|u64)\\b", ":long")
                .replaceAll(":u16\\b", ":int")
                .replaceAll(":(str|name)\\b", ":String")
                .replaceAll(":bytes\\b", ":ByteBuf")
                .replaceAll(":width\\b", ":Width")
                .replaceAll(":struct:", ":");
    }

    private static String line(String start, Class<?> record) {
        return Stream.concat(
                        Stream.of(start),
                        Arrays.stream(record.getRecordComponents())
                                .filter(component -> !isOfTheHeader(component))
                                .map(component -> component.getName() + ":" + type(component)))
                .collect(Collectors.joining(" "));
    }

    private static boolean isOfTheHeader(RecordComponent component) {
        return component.getName().equals("requestId") || component.getType() == Opcode.class;
    }

    private static String type(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType list
                ? "list:" + ((Class<?>) list.getActualTypeArguments()[0]).getSimpleName()
                : component.getType().getSimpleName();
    }
}
