package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.kernel.Bench.O_RDWR;
import static org.iomap.emulator.kernel.Bench.PAGE;
import static org.iomap.emulator.kernel.OpenFlags.O_CREAT;
import static org.iomap.emulator.kernel.UserArea.MAP_FIXED;
import static org.iomap.emulator.kernel.UserArea.MAP_PRIVATE;
import static org.iomap.emulator.kernel.UserArea.MAP_SHARED;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Width;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that map files, memory and windows over each other: no page is lost, none is seen by the wrong one. */
class MemoryInvariantsTest {
    private static final int STEPS = 4_000;
    private static final int CHECK_EVERY = 40;
    private static final long AT = 0x4000_0000L;
    private static final List<String> PATHS = List.of("/tmp/a", "/tmp/b", "/dev/mem", "/dev/uart0");

    private final Bench bench = new Bench();
    private final PageFrames frames = bench.kernel.pageFrames();
    private final Map<UserProcess, List<Long>> handles = new HashMap<>();
    private final List<UserProcess> processes = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void hold_whatever_the_processes_do(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            try {
                act(random);
            } catch (SystemCallException | SignalException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            if (step % CHECK_EVERY == 0) {
                processes.forEach(this::assertInvariants);
                assertCopiesAreTheirOwn();
            }
        }
        List.copyOf(bench.kernel.processes()).forEach(process -> process.exit("done"));
        UserProcess last = bench.spawn(Bench.ROOT);
        bench.calls.readdir(last, "/tmp").forEach(name -> bench.calls.unlink(last, "/tmp/" + name));

        assertThat(frames.available()).isEqualTo(frames.total());
        assertThat(bench.kernel.mappings()).isEmpty();
        bench.kernel.requireWindow(Errno.ENOSPC, 25);
    }

    private void act(Random random) {
        if (processes.isEmpty() || (processes.size() < 4 && random.nextInt(10) == 0)) {
            UserProcess process = bench.spawn(Bench.ROOT);
            processes.add(process);
            handles.put(process, new ArrayList<>());
        }
        UserProcess process = processes.get(random.nextInt(processes.size()));
        List<Long> open = handles.get(process);
        long handle = open.isEmpty() ? 0 : open.get(random.nextInt(open.size()));
        long place = AT + random.nextInt(24) * PAGE;
        long length = (1 + random.nextInt(6)) * PAGE;
        switch (random.nextInt(14)) {
            case 0, 1 ->
                open.add(bench.calls
                        .open(process, PATHS.get(random.nextInt(PATHS.size())), O_RDWR | O_CREAT)
                        .now());
            case 2 -> bench.calls.close(process, handle);
            case 3, 4, 5, 6 -> mmap(random, process, handle, place, length);
            case 7 -> bench.calls.munmap(process, place, length);
            case 8 -> bench.map(process, handle, place);
            case 9, 10 -> process.store(place, Width.WORD, random.nextInt(0x7FFF_FFFF));
            case 11 -> bench.calls.ftruncate(process, handle, random.nextInt(8) * PAGE / 2);
            case 12 -> {
                bench.calls.lseek(process, handle, random.nextInt(8) * PAGE, 0);
                bench.calls
                        .write(process, handle, ByteBuffer.allocate(random.nextInt(9_000)))
                        .now();
            }
            default -> end(random, process);
        }
    }

    private void mmap(Random random, UserProcess process, long handle, long place, long length) {
        int flags = (random.nextBoolean() ? MAP_SHARED : MAP_PRIVATE) | (random.nextBoolean() ? MAP_FIXED : 0);
        long offset = random.nextInt(4) * PAGE;
        bench.calls
                .mmap(process, handle, place, length, offset, random.nextInt(4), flags)
                .now();
    }

    private void end(Random random, UserProcess process) {
        if (random.nextInt(10) == 0) {
            process.exit("done");
            processes.remove(process);
        } else if (random.nextInt(4) == 0) {
            bench.calls.unlink(process, PATHS.get(random.nextInt(2)));
        }
    }

    private void assertInvariants(UserProcess process) {
        long end = 0;
        long bytes = 0;
        for (Pregion pregion : process.addressSpace().pregions()) {
            assertThat(pregion.address).isGreaterThanOrEqualTo(end);
            end = pregion.end();
            bytes += pregion.length;
            long shown = 0;
            for (Extent extent : pregion.extents()) {
                assertThat(extent.offset()).isGreaterThanOrEqualTo(shown);
                assertThat(extent.length()).isPositive();
                shown = extent.end();
            }
            assertThat(shown).isLessThanOrEqualTo(pregion.length);
        }
        assertThat(process.addressSpace().mappedBytes()).isEqualTo(bytes);
    }

    /** What one mapping has copied is shown by no other, but through /dev/mem, which shows everything. */
    private void assertCopiesAreTheirOwn() {
        Set<Long> copies = new HashSet<>();
        Set<Long> pages = new HashSet<>();
        for (UserProcess process : processes) {
            for (Pregion pregion : process.addressSpace().pregions()) {
                pregion.extents().stream()
                        .filter(extent ->
                                extent.isCopy() || !pregion.origin().path().equals("/dev/mem"))
                        .forEach(extent -> count(extent, copies, pages));
            }
        }
        assertThat(Collections.disjoint(copies, pages)).isTrue();
    }

    private static void count(Extent extent, Set<Long> copies, Set<Long> pages) {
        for (long page = extent.physical(); page < extent.physical() + extent.length(); page += PAGE) {
            boolean isNew = (extent.isCopy() ? copies : pages).add(page);
            assertThat(isNew || !extent.isCopy()).as("a copy is shown once").isTrue();
        }
    }
}
