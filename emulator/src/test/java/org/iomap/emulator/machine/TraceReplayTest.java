package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

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
 * <p>The recordings are among the resources, or in the folder that the system property {@code traces} names.
 */
class TraceReplayTest {
    private static final Path FOLDER = Path.of(System.getProperty("traces", "src/test/resources/traces"));
    private static final Pattern ACCESS = Pattern.compile("([rw])(8|16|32|64) +0x(\\w+) =? ?0x(\\w+).*");
    private static final Pattern LINE = Pattern.compile("irq (\\w+) (\\d+) ([01]).*");
    private static final Pattern COMMENT = Pattern.compile("\\s*(#.*)?");

    @TestFactory
    Stream<DynamicTest> the_machine_answers_as_the_oracle() throws IOException {
        return recordings().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
    }

    private static List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".trace"))
                    .sorted()
                    .toList();
        }
    }

    private static void replay(Path file) throws IOException {
        B160l machine = new B160l(MachineConfiguration.of(Model.B160L_RECORDED), MachineClock.virtual());
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
