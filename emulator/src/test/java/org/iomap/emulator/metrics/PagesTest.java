package org.iomap.emulator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.iomap.protocol.Family;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics endpoint")
class PagesTest {
    private Optional<String> problem = Optional.empty();
    private long accesses = 7;
    private final Pages pages = new Pages(new Server());

    @Nested
    class Metrics_page {
        @Test
        void has_the_service_s_counts() {
            assertThat(metrics())
                    .contains("iomap_connections 2.0")
                    .contains("iomap_connections_opening 1.0")
                    .contains("iomap_connections_accepted_total 30.0")
                    .contains("iomap_connections_refused_total 3.0")
                    .contains("iomap_received_bytes_total 1000.0")
                    .contains("iomap_sent_bytes_total 2000.0")
                    .contains("iomap_waiting_bytes 64.0");
        }

        @Test
        void has_each_machine_s_counts_as_they_are_now() {
            assertThat(metrics()).contains("iomap_accesses_total{machine=\"lab1\"} 7.0");

            accesses = 8;

            assertThat(metrics())
                    .contains("iomap_accesses_total{machine=\"lab1\"} 8.0")
                    .contains("iomap_failures_total{family=\"bus\",machine=\"lab1\"} 3.0")
                    .contains("iomap_processes{machine=\"lab1\"} 2.0")
                    .contains("iomap_queue_depth{machine=\"lab1\"} 5.0");
        }

        @Test
        void has_a_histogram_of_the_samples() {
            assertThat(metrics())
                    .contains("iomap_batch_seconds_bucket{machine=\"lab1\",le=\"1.024E-6\"} 4")
                    .contains("iomap_batch_seconds_bucket{machine=\"lab1\",le=\"2.048E-6\"} 6")
                    .contains("iomap_batch_seconds_bucket{machine=\"lab1\",le=\"+Inf\"} 7")
                    .contains("iomap_batch_seconds_count{machine=\"lab1\"} 7");
        }

        @Test
        void has_nothing_that_is_not_documented() throws IOException {
            String document = Files.readString(Path.of("METRICS.md"));

            assertThat(metrics().lines().filter(line -> line.startsWith("# TYPE")))
                    .hasSize(12)
                    .allSatisfy(line -> assertThat(document).contains("| `" + line.split(" ", -1)[2] + "` |"));
        }
    }

    @Nested
    class Health_page {
        @Test
        void is_ok() {
            assertThat(pages.page("GET", "/health")).isEqualTo(new Pages.Page(200, "ok\n"));
        }

        @Test
        void says_what_is_wrong() {
            problem = Optional.of("lab1 does not answer");

            assertThat(pages.page("GET", "/health")).isEqualTo(new Pages.Page(503, "lab1 does not answer\n"));
        }
    }

    @Test
    void has_no_other_page() {
        assertThat(pages.page("GET", "/metrics/..").status()).isEqualTo(404);
    }

    @Test
    void takes_nothing() {
        assertThat(pages.page("POST", "/metrics").status()).isEqualTo(405);
    }

    private String metrics() {
        return pages.page("GET", "/metrics").text();
    }

    private final class Server implements ServerStatistics {
        @Override
        public List<MachineStatistics> machines() {
            return List.of(new Machine());
        }

        @Override
        public int connections() {
            return 2;
        }

        @Override
        public int opening() {
            return 1;
        }

        @Override
        public long accepted() {
            return 30;
        }

        @Override
        public long refused() {
            return 3;
        }

        @Override
        public long bytesReceived() {
            return 1000;
        }

        @Override
        public long bytesSent() {
            return 2000;
        }

        @Override
        public long bytesWaiting() {
            return 64;
        }

        @Override
        public Optional<String> problem() {
            return problem;
        }
    }

    private final class Machine implements MachineStatistics {
        @Override
        public String name() {
            return "lab1";
        }

        @Override
        public long accesses() {
            return accesses;
        }

        @Override
        public long failures(Family family) {
            return family.number();
        }

        @Override
        public int processes() {
            return 2;
        }

        @Override
        public int queueDepth() {
            return 5;
        }

        @Override
        public long[] latencies() {
            long[] counts = new long[40];
            counts[10] = 4;
            counts[11] = 2;
            counts[35] = 1;
            return counts;
        }
    }
}
