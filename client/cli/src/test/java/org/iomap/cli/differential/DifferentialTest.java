package org.iomap.cli.differential;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our machine and {@code qemu-system-hppa} do the same random things, and see the same. The system properties
 * {@code differential.accesses}, {@code differential.seed} and {@code differential.modules} say how much of which; see
 * CONFORMANCE.md.
 */
class DifferentialTest {
    private static final int ACCESSES = Integer.getInteger("differential.accesses", 10_000);
    private static final int SEQUENCE = 1_000;
    private static final long SEED = Long.getLong("differential.seed", 1);
    private static final String MODULES = System.getProperty("differential.modules", ".*");
    private static final Path DIVERGENCES = Path.of("target/differential");

    private static Service service;
    private static Comparison comparison;

    @BeforeAll
    static void start(@TempDir Path directory) {
        assumeTrue(Oracle.isInstalled(), "qemu-system-hppa is not installed");
        service = Service.start(directory);
        comparison = new Comparison(new Oracle(directory), service);
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    static List<Subject> subjects() {
        return Subjects.all().stream()
                .filter(subject -> subject.name().matches(MODULES))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void both_machines_give_the_same(Subject subject) throws IOException {
        for (int done = 0; done < ACCESSES; done += SEQUENCE) {
            long seed = SEED + done / SEQUENCE;
            Optional<Divergence> divergence = comparison.of(subject.preparation(), subject.sequence(seed, SEQUENCE));
            if (divergence.isPresent()) {
                report(subject, seed, divergence.get());
            }
        }
    }

    private static void report(Subject subject, long seed, Divergence divergence) throws IOException {
        String recording = "# %s, seed %d: what the oracle gave%n%s".formatted(subject.name(), seed, divergence);
        Files.createDirectories(DIVERGENCES);
        Path file = Files.writeString(DIVERGENCES.resolve(subject.name() + ".trace"), recording);
        fail("iomap play --machine b160l-recorded --holes-read-zero %s%n%s".formatted(file, recording));
    }
}
