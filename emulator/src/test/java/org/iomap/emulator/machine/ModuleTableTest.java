package org.iomap.emulator.machine;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.iomap.protocol.Width;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The B160L against the table of the reference, which is a file beside this test. */
class ModuleTableTest {
    private final Machine machine = new B160l(MachineConfiguration.builtIn(), MachineClock.virtual());

    static List<Row> rows() {
        try (InputStream table = ModuleTableTest.class.getResourceAsStream("b160l-modules.txt")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Row::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_module_is_at_its_HPA_and_says_what_it_is(Row row) {
        ModuleDescription module = listed().stream()
                .filter(listed -> listed.address() == row.hpa)
                .findFirst()
                .orElseThrow();

        assertThat(module.iodc()).hasToString(row.iodc);
        assertThat(module.iodc().type()).isEqualTo(row.type);
        assertThat(module.iodc().hversion()).isEqualTo(row.hversion);
        assertThat(module.iodc().sversion()).isEqualTo(row.sversion);
        assertThat(module.hardwarePath()).isEqualTo(row.path);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_bus_shows_the_IODC_where_the_module_has_no_other_register(Row row) {
        if (row.ioDc.equals("yes")) {
            boolean isWordWide = (Integer.parseInt(row.iodc.substring(9, 11), 16) & 0x40) != 0;

            assertThat(isWordWide ? wordsOfIodc(row.hpa) : bytesOfIodc(row.hpa)).isEqualTo(row.iodc);
        } else {
            assertThat(listed().stream()
                            .flatMap(module -> module.registers().stream())
                            .filter(at -> at.address() == row.hpa + 8)
                            .map(at -> at.register().name()))
                    .containsOnly(row.ioDc);
        }
    }

    private List<ModuleDescription> listed() {
        return machine.modules().stream().filter(ModuleDescription::isListed).toList();
    }

    private String bytesOfIodc(long hpa) {
        return IntStream.range(0, 16)
                .mapToObj(address -> "%02x".formatted(iodc(hpa, address)))
                .collect(joining(" "));
    }

    private String wordsOfIodc(long hpa) {
        return IntStream.range(0, 4)
                .mapToObj(word -> "%08x".formatted(iodc(hpa, 4 * word)))
                .collect(joining())
                .replaceAll("..(?!$)", "$0 ");
    }

    private long iodc(long hpa, int address) {
        machine.ioSpace().store(hpa + 8, Width.WORD, address);
        return machine.ioSpace().load(hpa + 8, Width.WORD);
    }

    /** @param ioDc "yes", or the name of the register that is there */
    record Row(long hpa, int type, int hversion, int sversion, String iodc, String path, String ioDc) {
        static Row of(String line) {
            String[] words = line.trim().split(" +");
            String iodc = String.join(" ", List.of(words).subList(4, 20));
            return new Row(
                    Long.decode(words[0]),
                    Integer.decode(words[1]),
                    Integer.decode(words[2]),
                    Integer.decode(words[3]),
                    iodc,
                    words[20],
                    words[21]);
        }
    }
}
