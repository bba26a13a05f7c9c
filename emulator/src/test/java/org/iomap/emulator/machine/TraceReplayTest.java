package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays what was recorded on the oracle: {@code w8 address value} stores, {@code r8 address = value} loads,
 * {@code irq lasi 5 1} drives an input. Where nothing answers the oracle's load is 0 and its store is lost.
 *
 * <p>The recordings are in the folder that the system property {@code traces} names, or beside the project.
 */
class TraceReplayTest {
    private static final Pattern ACCESS = Pattern.compile("([rw])(8|16|32|64) +0x(\\w+) =? ?0x(\\w+).*");
    private static final Pattern LINE = Pattern.compile("irq (\\w+) (\\d+) ([01]).*");
    private static final Pattern COMMENT = Pattern.compile("\\s*(#.*)?");

    private static final String BESIDE_THE_PROJECT = "shared/reference/traces";

    private static final String NOT_ON_THE_ORACLE = "videolive";

    /** Recordings of what is on the machine now. */
    private static final Pattern COVERED =
            Pattern.compile("(uart-.*|lasi-.*|cpu-eir|dino-reset|dino-rw-masks|holes)\\.trace");

    @TestFactory
    Stream<DynamicTest> the_machine_answers_as_the_oracle() throws IOException {
        Path folder = folder();
        assumeTrue(Files.isDirectory(folder), "no recordings in " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> covered = files.filter(file ->
                            COVERED.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
            assertThat(covered).hasSizeGreaterThanOrEqualTo(14);
            return covered.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
        }
    }

    private static Path folder() {
        if (System.getProperty("traces") != null) {
            return Path.of(System.getProperty("traces"));
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve(BESIDE_THE_PROJECT))) {
            folder = folder.getParent();
        }
        return folder.resolve(BESIDE_THE_PROJECT);
    }

    private static void replay(Path file) throws IOException {
        B160l machine = new B160l(MachineConfiguration.builtIn(), MachineClock.virtual());
        List<String> lines = Files.readAllLines(file);
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            Matcher access = ACCESS.matcher(line);
            Matcher input = LINE.matcher(line);
            if (access.matches()) {
                access(machine.ioSpace(), access, "line " + number + ": " + line);
            } else if (input.matches()) {
                machine.line(input.group(1) + "." + input.group(2))
                        .drive(input.group(3).equals("1"));
            } else {
                assertThat(line).matches(COMMENT);
            }
        }
    }

    private static void access(IoSpace ioSpace, Matcher step, String description) {
        Width width = Width.of(Integer.parseInt(step.group(2)) / 8);
        long address = Long.parseUnsignedLong(step.group(3), 16);
        long value = Long.parseUnsignedLong(step.group(4), 16);
        if (ioSpace.moduleAt(address).equals(NOT_ON_THE_ORACLE)) {
            return;
        }
        if (step.group(1).equals("r")) {
            assertThat(orHole(() -> ioSpace.load(address, width)))
                    .as(description)
                    .isEqualTo(value);
        } else {
            orHole(() -> {
                ioSpace.store(address, width, value);
                return 0;
            });
        }
    }

    private static long orHole(LongSupplier access) {
        try {
            return access.getAsLong();
        } catch (BusError e) {
            assertThat(Set.of(BusCode.HOLE, BusCode.WIDTH)).contains(e.code());
            return 0;
        }
    }
}
