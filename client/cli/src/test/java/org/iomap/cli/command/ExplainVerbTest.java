package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("iomap explain")
@Timeout(60)
class ExplainVerbTest {
    private static final String SCRATCH = "0xf2001004";

    @RegisterExtension
    static final Service SERVICE = new Service();

    private RemoteProcess student;

    @TempDir
    private Path folder;

    @BeforeEach
    void map() {
        student = RemoteProcess.to(SERVICE.uri()).name("student").connect();
        student.map(student.open("/dev/teach0", RemoteProcess.O_RDWR));
        student.store(Width.WORD, 0xF200_1004L, 0x55);
    }

    @AfterEach
    void exit() {
        student.close();
    }

    @Test
    void follows_an_address_of_a_process_by_its_name_or_number() {
        List<String> byName =
                SERVICE.iomap("explain", SCRATCH, "--process", "student").out();

        assertThat(byName).anyMatch(line -> line.matches("virtual +0xf2001004 +process \\d+ \\(student\\), uid \\d+"));
        assertThat(byName).anyMatch(line -> line.matches("mapping +0xf2000000 .*IOMAPMAP.*minor 0x200021"));
        assertThat(byName).anyMatch(line -> line.matches("register +SCRATCH +0x00000055, 4 bytes, RW, .*"));
        assertThat(SERVICE.iomap(
                                "explain",
                                SCRATCH,
                                "--process",
                                Long.toString(student.getpid().pid()))
                        .out())
                .isEqualTo(byName);
    }

    @Test
    void shows_who_leads_to_a_physical_address() {
        assertThat(SERVICE.iomap("explain", "teaching.SCRATCH").out())
                .contains("mappings that lead there at this moment:")
                .anyMatch(line -> line.matches("process \\d+ \\(student\\) +0xf2001004 +ioctl IOMAPMAP .*"));
    }

    @Test
    void prints_what_the_service_told_as_json() {
        JsonNode chain = new JsonMapper()
                .readTree(SERVICE.iomap("explain", SCRATCH, "--json").line());

        assertThat(chain.propertyNames())
                .containsExactly("pid", "address", "physical", "word", "readable", "place", "registers", "roads");
        assertThat(chain.get("registers").get(0).get("value").asLong()).isEqualTo(0x55);
        assertThat(chain.get("roads").get(0).get("actor").asString()).isEqualTo("student");
    }

    @Test
    void draws() throws Exception {
        Path svg = folder.resolve("chain.svg");
        Path png = folder.resolve("chain.png");

        assertThat(SERVICE.iomap("explain", SCRATCH, "--svg", svg.toString()).line())
                .startsWith(svg + ": 1200 x ");
        assertThat(SERVICE.iomap("explain", SCRATCH, "--png", png.toString()).status())
                .isZero();
        assertThat(Files.readString(svg)).startsWith("<svg ").contains("teaching.SCRATCH", "(student)");
        assertThat(png).isNotEmptyFile();
    }

    @Test
    void says_what_is_wrong_with_what_was_asked() {
        assertThat(SERVICE.iomap("explain", SCRATCH, "--process", "nobody").err())
                .anyMatch(line -> line.contains("no process nobody has mapped anything"));
        assertThat(SERVICE.iomap("explain", "uart0", "--process", "student").err())
                .anyMatch(line -> line.contains("is not an address of a process"));
        Service.Result unmapped = SERVICE.iomap("explain", "0x80000000", "--process", "student");
        assertThat(unmapped.status()).isEqualTo(1);
        assertThat(unmapped.err())
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains("SIGSEGV", "rule 21", "the next one starts at 0xf2000000"));
        assertThat(SERVICE.iomap("explain", SCRATCH, "--json", "--svg", "x").status())
                .isEqualTo(2);
    }

    @Test
    void of_a_name_that_two_processes_have_asks_for_the_number() {
        try (RemoteProcess twin =
                RemoteProcess.to(SERVICE.uri()).name("student").connect()) {
            twin.map(twin.open("/dev/teach0", RemoteProcess.O_RDWR));

            assertThat(SERVICE.iomap("explain", SCRATCH, "--process", "student").err())
                    .anyMatch(line -> line.contains("several processes are student"));
        }
    }
}
