package org.iomap.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables and the example of SPECIFICATION.md are those of the registry and of the code. */
@DisplayName("SPECIFICATION.md")
@Tag("GR-3")
class SpecificationTest {
    private static final Pattern EXAMPLE = Pattern.compile("```text\n[<>] (.*?)\n```", Pattern.DOTALL);

    private final RegistryFile registry = new RegistryFile();
    private final List<List<List<String>>> tables = tables();

    SpecificationTest() throws IOException {}

    @ParameterizedTest
    @CsvSource({
        "types, number type",
        "flags, bit flag in",
        "features, number feature brings",
        "families, number family",
        "execution, number execution",
        "signals, number signal",
        "protocol-codes, number code requirement",
        "errno, number code",
        "bus-codes, number code requirement or rule",
        "refused-codes, number code requirement or meaning",
        "trace-kinds, number kind meaning",
        "limits, number limit default ceiling negotiated",
    })
    void has_the_lines_of_the_registry(String section, String header) {
        assertThat(rows(header).stream().map(row -> String.join(" ", row).trim()))
                .containsExactlyElementsOf(registry.section(section));
    }

    @ParameterizedTest
    @CsvSource({
        "options, id option value",
        "rights, bit right to use",
        "event-kinds, number kind source right event",
        "signal-codes, number signal code of",
        "operations, number operation of the CALL of the COMPLETE",
    })
    void has_the_numbers_of_the_registry(String section, String header) {
        assertThat(rows(header).stream().map(row -> row.get(0) + " " + row.get(1)))
                .containsExactlyElementsOf(registry.section(section));
    }

    @Test
    void has_every_request_with_its_fields_its_reply_and_what_it_needs() {
        assertThat(tables.stream()
                        .filter(table -> table.get(0).get(1).equals("request"))
                        .flatMap(table -> table.stream().skip(1))
                        .map(row -> String.join(" | ", row).replaceAll("[ |]+$", "")))
                .containsExactlyInAnyOrderElementsOf(
                        registry.section("requests").stream().map(this::request).toList());
    }

    /** The row of a request, from its line in the registry. */
    private String request(String line) {
        String[] words = line.split(" ", 3);
        Opcode opcode = Opcode.valueOf(words[1]);
        String fields = words.length > 2 ? "`" + words[2] + "`" : "";
        String reply = registry.replies().entrySet().stream()
                .filter(entry -> entry.getValue().contains(words[1]))
                .map(entry -> entry.getKey().replaceAll(" .*", ""))
                .collect(Collectors.joining());
        return String.join(" | ", words[0], words[1], fields, reply, needs(opcode))
                .replaceAll("[ |]+$", "");
    }

    private static String needs(Opcode opcode) {
        String feature = opcode.feature() == null ? "" : "*" + opcode.feature() + "*";
        return opcode.right() == null ? feature : feature + ", **" + opcode.right() + "**";
    }

    @Test
    void has_every_reply_with_its_fields() {
        assertThat(rows("reply fields").stream().map(SpecificationTest::fields))
                .containsExactlyElementsOf(registry.replies().keySet().stream()
                        .filter(reply -> !reply.startsWith("Welcome"))
                        .toList());
    }

    @Test
    void has_every_event_with_its_fields() {
        assertThat(rows("opcode event record fields").stream().map(SpecificationTest::fields))
                .containsExactlyElementsOf(registry.section("events"));
    }

    @Test
    void has_every_structure_with_its_fields() throws IOException {
        assertThat(rows("structure fields").stream().map(SpecificationTest::fields))
                .containsExactlyElementsOf(registry.section("structures").stream()
                        .filter(structure -> !structure.startsWith("FailureDetail"))
                        .toList());
        assertThat(text())
                .contains(Stream.of("Welcome", "FailureDetail")
                        .map(this::fieldsOf)
                        .toList());
    }

    private String fieldsOf(String record) {
        return Stream.concat(registry.replies().keySet().stream(), registry.section("structures").stream())
                .filter(line -> line.startsWith(record + " "))
                .map(line -> "`" + line.substring(record.length() + 1) + "`")
                .findFirst()
                .orElseThrow();
    }

    static List<Vector> examples() throws IOException {
        return EXAMPLE.matcher(text())
                .results()
                .map(example -> example.group(1).lines().toList())
                .map(lines -> Vector.of(lines.get(0).replaceAll("\\[.*", ""), lines))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void has_an_example_whose_bytes_are_its_messages(Vector example) {
        Wire.Message message = Wire.decode(example.bytes(), Header.LONGEST_BEFORE_OPENING);

        assertThat(message.title()).isEqualTo(example.title());
        assertThat(ByteBufUtil.hexDump(Wire.encode(message))).isEqualTo(example.hex());
    }

    @Test
    void has_an_example_of_a_whole_session() throws IOException {
        assertThat(examples())
                .extracting(Vector::name)
                .startsWith("Hello", "Welcome")
                .endsWith("Bye", "Done");
    }

    @Test
    void has_every_requirement() {
        List<String> requirements = new ArrayList<>();
        Stream.of("FR 7", "HS 8", "AU 5", "RQ 7", "OR 7", "BT 6", "ER 6", "EV 4", "FC 5", "EN 3", "GR 6", "DC 6")
                .map(group -> group.split(" ", 2))
                .forEach(group -> IntStream.rangeClosed(1, Integer.parseInt(group[1]))
                        .forEach(number -> requirements.add(group[0] + "-" + number)));

        assertThat(rows("requirement what it asks section proven in").stream().map(row -> row.get(0)))
                .containsExactlyElementsOf(requirements);
    }

    @Test
    void has_a_test_here_for_every_requirement_that_is_proven_here() throws IOException {
        String tests;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            tests = files.filter(Files::isRegularFile)
                    .map(SpecificationTest::read)
                    .collect(Collectors.joining());
        }

        assertThat(rows("requirement what it asks section proven in").stream()
                        .filter(row -> row.get(3).contains("protocol"))
                        .map(row -> "@Tag(\"" + row.get(0) + "\")"))
                .isNotEmpty()
                .allMatch(tests::contains);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("GR-5")
    void has_the_version_that_brought_each_feature() {
        String brought =
                rows("version date brought").stream().map(row -> row.get(2)).collect(Collectors.joining());

        assertThat(brought)
                .contains(Arrays.stream(Feature.values()).map(Feature::name).toList());
    }

    private static String fields(List<String> row) {
        return String.join(" ", row).replace("`", "").trim();
    }

    private List<List<String>> rows(String header) {
        List<List<List<String>>> found = tables.stream()
                .filter(table -> String.join(" ", table.get(0)).equals(header))
                .toList();
        assertThat(found).as(header).hasSize(1);
        return found.get(0).subList(1, found.get(0).size());
    }

    /** The tables of the document: each its header and its rows, as cells. */
    private static List<List<List<String>>> tables() throws IOException {
        List<List<List<String>>> tables = new ArrayList<>();
        boolean inTable = false;
        for (String line : text().lines().toList()) {
            if (line.startsWith("|") && !inTable) {
                tables.add(new ArrayList<>());
            }
            inTable = line.startsWith("|");
            if (inTable && !line.startsWith("|---")) {
                tables.get(tables.size() - 1).add(cells(line));
            }
        }
        return tables;
    }

    private static List<String> cells(String line) {
        String[] cells = line.split("(?<!\\\\)\\|", -1);
        return Arrays.stream(cells, 1, cells.length - 1).map(String::trim).toList();
    }

    private static String text() throws IOException {
        return Files.readString(Path.of("SPECIFICATION.md"));
    }
}
