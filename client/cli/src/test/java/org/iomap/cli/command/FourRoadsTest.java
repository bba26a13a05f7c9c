package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.client.RemoteProcess.MAP_SHARED;
import static org.iomap.client.RemoteProcess.PROT_READ;
import static org.iomap.client.RemoteProcess.PROT_WRITE;

import java.util.ArrayList;
import java.util.List;
import org.iomap.client.RemoteProcess;
import org.iomap.client.driver.RemoteDriver;
import org.iomap.driver.Driver;
import org.iomap.driver.FileOperations;
import org.iomap.driver.Ioremap;
import org.iomap.driver.Kernel;
import org.iomap.driver.MemoryArea;
import org.iomap.driver.OpenFile;
import org.iomap.driver.Rights;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same register by ioremap in a driver, by its mmap in a process, by /dev/mem as root, and by iomap. */
@DisplayName("Four roads to one register")
@Timeout(60)
class FourRoadsTest {
    private static final long CARD = 0xF200_0000L;
    private static final long LENGTH = 0x4000;
    private static final long SCRATCH = 0x1004;

    @RegisterExtension
    static final Service SERVICE = new Service();

    /** Maps its card, and hands it out. */
    private static final class CardDriver implements Driver, FileOperations {
        private Ioremap card;

        @Override
        public String name() {
            return "card";
        }

        @Override
        public void init(Kernel kernel) {
            card = kernel.ioremap(CARD, LENGTH, Rights.USER_RW);
            kernel.registerChrdev(0, this).createNode("/dev/card", 0, 0666);
        }

        @Override
        public void mmap(OpenFile file, MemoryArea area) {
            area.remapPfnRange(0, CARD + area.offset(), area.length());
        }
    }

    private final CardDriver driver = new CardDriver();
    private RemoteDriver running;

    @BeforeEach
    void start() {
        running = RemoteDriver.start(SERVICE.uri(), driver);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private static RemoteProcess process(String name) {
        return RemoteProcess.to(SERVICE.uri()).name(name).connect();
    }

    private static RemoteProcess root() {
        return RemoteProcess.to(SERVICE.uri()).name("root").identity(0, 0).connect();
    }

    @Test
    void are_all_told_by_explain_from_wherever_one_looks() {
        try (RemoteProcess student = process("student");
                RemoteProcess reader = process("reader");
                RemoteProcess root = root()) {
            long window = student.map(student.open("/dev/teach0", RemoteProcess.O_RDWR))
                    .address();
            int card = reader.open("/dev/card", RemoteProcess.O_RDWR);
            long mapped = reader.mmap(card, 0, 4096, 4096, PROT_READ, MAP_SHARED);
            int memory = root.open("/dev/mem", RemoteProcess.O_RDWR);
            long raw = root.mmap(memory, 0, LENGTH, CARD, PROT_READ | PROT_WRITE, MAP_SHARED);
            driver.card.store(Width.WORD, SCRATCH, 0x1234_5678);

            assertThat(reader.load(Width.WORD, mapped + 4)).isEqualTo(0x1234_5678);
            assertThat(root.load(Width.WORD, raw + SCRATCH)).isEqualTo(0x1234_5678);
            assertThat(roads("explain", Long.toString(CARD + SCRATCH)))
                    .containsExactlyInAnyOrder(
                            road("driver card", driver.card.address() + SCRATCH, "ioremap"),
                            road("student", window + SCRATCH, "ioctl IOMAPMAP"),
                            road("reader", mapped + 4, "mmap"),
                            road("root", raw + SCRATCH, "mmap"));
            assertThat(roads("explain", Long.toString(mapped + 4), "--process", "reader"))
                    .hasSize(4)
                    .startsWith(road("reader", mapped + 4, "mmap"));
            assertThat(roads("explain", Long.toString(driver.card.address() + SCRATCH)))
                    .hasSize(4)
                    .startsWith(road("driver card", driver.card.address() + SCRATCH, "ioremap"));
        }
    }

    private static String road(String actor, long at, String call) {
        return "%s 0x%x %s".formatted(actor, at, call);
    }

    private static List<String> roads(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        JsonNode chain = new JsonMapper()
                .readTree(SERVICE.iomap(all.toArray(String[]::new)).line());
        assertThat(chain.get("registers").get(0).get("name").asString()).isEqualTo("SCRATCH");
        return chain.get("roads").values().stream()
                .map(road -> road(
                        road.get("actor").asString(),
                        road.get("at").asLong(),
                        road.get("call").asString()))
                .toList();
    }
}
