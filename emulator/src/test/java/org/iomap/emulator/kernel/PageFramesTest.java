package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.kernel.Bench.PAGE;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.emulator.kernel.PageFrames.FIRST;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENOMEM;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.trace.Trace;
import org.junit.jupiter.api.Test;

class PageFramesTest {
    private static final long ANYWHERE = 0xFFFF_FFFFL;
    private static final long PAGES = 16;
    private static final long BOARD = 0xF400_0000L;

    private final IoSpace ioSpace = new IoSpace(new Trace(16, () -> 0));
    private final Memory memory = new Memory(FIRST + PAGES * PAGE + 100);
    private final PageFrames frames = frames();

    private PageFrames frames() {
        ioSpace.addHostMemory(memory, "memory");
        ioSpace.add(BOARD, new Memory(PAGE / 2), "board");
        return new PageFrames(ioSpace);
    }

    @Test
    void the_lowest_pages_come_first_and_none_below_1_MiB() {
        assertThat(frames.allocate(1, ANYWHERE)).isEqualTo(0x10_0000);
        assertThat(frames.allocate(2 * PAGE, ANYWHERE)).isEqualTo(0x10_1000);
        assertThat(frames.available()).isEqualTo((PAGES - 3) * PAGE);
    }

    @Test
    void what_is_handed_out_is_zero() {
        memory.store(FIRST + 8, WORD, 0x55);
        memory.store(FIRST + PAGE, WORD, 0x66);
        frames.allocate(PAGE, ANYWHERE);

        assertThat(memory.load(FIRST + 8, WORD)).isZero();
        assertThat(memory.load(FIRST + PAGE, WORD)).isEqualTo(0x66);
    }

    @Test
    void the_last_byte_is_not_above_the_mask() {
        frames.allocate(PAGE, FIRST + PAGE - 1);

        assertFails(ENOMEM, 0, () -> frames.allocate(PAGE, FIRST + PAGE - 1));
        assertFails(ENOMEM, 0, () -> frames.allocate(PAGE, FIRST + 2 * PAGE - 2));
        assertThat(frames.allocate(PAGE, FIRST + 2 * PAGE - 1)).isEqualTo(FIRST + PAGE);
        assertThat(frames.allocate(PAGE, -1)).isEqualTo(FIRST + 2 * PAGE);
    }

    @Test
    void more_than_there_is_together_is_ENOMEM() {
        assertFails(ENOMEM, 0, () -> frames.allocate((PAGES + 1) * PAGE, ANYWHERE));
        assertFails(ENOMEM, 0, () -> frames.allocate(Long.MAX_VALUE, ANYWHERE));
        assertFails(EINVAL, 0, () -> frames.allocate(0, ANYWHERE));
        assertFails(EINVAL, 0, () -> frames.allocate(-1, ANYWHERE));
        long all = frames.allocate(PAGES * PAGE, ANYWHERE);
        frames.free(all + PAGE, PAGE);
        frames.free(all + 3 * PAGE, PAGE);

        assertFails(ENOMEM, 0, () -> frames.allocate(2 * PAGE, ANYWHERE));
        frames.free(all + 2 * PAGE, PAGE);
        assertThat(frames.allocate(3 * PAGE, ANYWHERE)).isEqualTo(all + PAGE);
    }

    @Test
    void a_machine_without_memory_has_none() {
        PageFrames none = new PageFrames(new IoSpace(new Trace(16, () -> 0)));

        assertThat(none.total()).isZero();
        assertFails(ENOMEM, 0, () -> none.allocate(1, ANYWHERE));
    }

    @Test
    void a_copy_holds_what_the_page_holds() {
        long page = frames.allocate(PAGE, ANYWHERE);
        memory.store(page + PAGE - 4, WORD, 0x1234);

        assertThat(memory.load(frames.copy(page) + PAGE - 4, WORD)).isEqualTo(0x1234);
    }

    @Test
    void a_copy_of_a_modules_page_is_loaded_and_a_hole_is_zero() {
        ioSpace.store(BOARD + 4, WORD, 0x5678);
        long before = ioSpace.sequence();
        long copy = frames.copy(BOARD);

        assertThat(memory.load(copy + 4, WORD)).isEqualTo(0x5678);
        assertThat(memory.load(copy + PAGE - 4, WORD)).isZero();
        assertThat(ioSpace.sequence()).isEqualTo(before + PAGE / 4);
    }

    @Test
    void whatever_was_taken_and_given_back_all_is_there_in_the_end() {
        Random random = new Random(4);
        List<long[]> held = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            if (held.isEmpty() || random.nextBoolean()) {
                take(held, (1 + random.nextInt(4)) * PAGE);
            } else {
                long[] given = held.remove(random.nextInt(held.size()));
                frames.free(given[0], given[1]);
            }
            assertThat(frames.available())
                    .isEqualTo(PAGES * PAGE
                            - held.stream().mapToLong(one -> one[1]).sum());
        }
        held.forEach(one -> frames.free(one[0], one[1]));

        assertThat(frames.allocate(PAGES * PAGE, ANYWHERE)).isEqualTo(FIRST);
    }

    private void take(List<long[]> held, long length) {
        try {
            long start = frames.allocate(length, ANYWHERE);
            assertThat(held).noneMatch(one -> start < one[0] + one[1] && one[0] < start + length);
            held.add(new long[] {start, length});
        } catch (SystemCallException full) {
            assertThat(full.errno()).isEqualTo(ENOMEM);
        }
    }
}
