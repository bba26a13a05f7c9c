package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.iomap.protocol.MappingEntry;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that do anything in any order: what must hold at every moment, and after the last has ended. */
class InvariantsTest {
    private static final int STEPS = 5_000;
    private static final int CHECK_EVERY = 50;
    private static final List<Long> ADDRESSES = List.of(0L, 0L, 0L, 0x8000_0000L, 0x8000_1000L, 0xF400_0000L, 0x123L);

    private final Bench bench = new Bench();
    private final List<String> paths = new ArrayList<>(List.of("/dev/gsc0", "/dev/uart0", "/dev/uart1", "/dev/null"));
    private final Map<UserProcess, List<Long>> handles = new HashMap<>();
    private final List<UserProcess> processes = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @Tag("EN-3")
    void rules_10_and_20_hold_whatever_the_processes_do(long seed) {
        Random random = new Random(seed);
        for (int[] region : new int[][] {{0, 0, 1}, {0, 2, 1}, {0, 1, 2}, {0x1000, 0, 1}, {0x3000, 1, 1}}) {
            String name = "r%x-%d-%d".formatted(region[0], region[1], region[2]);
            paths.add(bench.device(name, Bench.minor(Bench.BOARD + region[0], region[1], region[2])));
        }
        for (int step = 0; step < STEPS; step++) {
            try {
                act(random);
            } catch (SystemCallException | SignalException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            if (step % CHECK_EVERY == 0) {
                assertInvariants();
            }
        }
        List.copyOf(bench.kernel.processes()).forEach(process -> process.exit("done"));

        assertThat(bench.kernel.mappings()).isEmpty();
        assertThat(bench.kernel.openFiles().descriptors()).isZero();
        for (String path : paths.subList(0, 3)) {
            UserProcess last = bench.spawn();
            assertThat(bench.map(last, bench.open(last, path), 0x1000)).isEqualTo(0x1000);
            last.exit("done");
        }
    }

    private void act(Random random) {
        if (processes.isEmpty() || (processes.size() < 6 && random.nextInt(10) == 0)) {
            UserProcess process = bench.spawn();
            processes.add(process);
            handles.put(process, new ArrayList<>());
        }
        UserProcess process = processes.get(random.nextInt(processes.size()));
        List<Long> open = handles.get(process);
        long handle = open.isEmpty() ? 0 : open.get(random.nextInt(open.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> open.add(bench.open(process, paths.get(random.nextInt(paths.size()))));
            case 3 -> open.add(bench.calls.dup(process, handle));
            case 4 -> bench.calls.close(process, handle);
            case 5, 6, 7, 8 -> bench.map(process, handle, ADDRESSES.get(random.nextInt(ADDRESSES.size())));
            case 9 -> bench.unmap(process, handle);
            case 10 -> process.store(0xF400_0000L + 4L * random.nextInt(0x1000), Width.WORD, 1);
            default -> {
                if (random.nextInt(10) == 0) {
                    process.exit("done");
                    processes.remove(process);
                }
            }
        }
    }

    private void assertInvariants() {
        List<MappingEntry> mappings = bench.kernel.mappings();
        for (int i = 0; i < mappings.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertInvariants(mappings.get(i), mappings.get(j));
            }
        }
    }

    private static void assertInvariants(MappingEntry one, MappingEntry two) {
        if (overlap(one.physical(), two.physical(), one.length(), two.length())) {
            assertThat(two.physical()).isEqualTo(one.physical());
            assertThat(two.length()).isEqualTo(one.length());
            assertThat(two.address()).isEqualTo(one.address());
            assertThat(two.pid()).as("rule 12: one mapping for each process").isNotEqualTo(one.pid());
        }
        if (one.pid() == two.pid()) {
            assertThat(overlap(one.address(), two.address(), one.length(), two.length()))
                    .isFalse();
        }
    }

    private static boolean overlap(long one, long two, long oneLength, long twoLength) {
        return one < two + twoLength && two < one + oneLength;
    }
}
