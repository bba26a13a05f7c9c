package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.driver.MemoryArea.PROT_READ;
import static org.iomap.driver.MemoryArea.PROT_WRITE;
import static org.iomap.emulator.kernel.Bench.BOARD;
import static org.iomap.emulator.kernel.Bench.HOST_MEMORY;
import static org.iomap.emulator.kernel.Bench.O_RDONLY;
import static org.iomap.emulator.kernel.Bench.O_RDWR;
import static org.iomap.emulator.kernel.Bench.O_WRONLY;
import static org.iomap.emulator.kernel.Bench.PAGE;
import static org.iomap.emulator.kernel.Bench.UART;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.emulator.kernel.Bench.signal;
import static org.iomap.emulator.kernel.UserArea.MAP_FIXED;
import static org.iomap.emulator.kernel.UserArea.MAP_PRIVATE;
import static org.iomap.emulator.kernel.UserArea.MAP_SHARED;
import static org.iomap.emulator.kernel.UserArea.PROT_EXEC;
import static org.iomap.protocol.Errno.EACCES;
import static org.iomap.protocol.Errno.EAGAIN;
import static org.iomap.protocol.Errno.EBADF;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENODEV;
import static org.iomap.protocol.Errno.ENOMEM;
import static org.iomap.protocol.Errno.ENXIO;
import static org.iomap.protocol.Errno.EOVERFLOW;
import static org.iomap.protocol.Errno.EPERM;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.iomap.driver.IoctlArgument;
import org.iomap.driver.MemoryArea;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Signal;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MmapTest {
    private static final int BOTH = PROT_READ | PROT_WRITE;
    private static final long AT = 0x4000_0000L;

    private final Bench bench = new Bench();
    private final SystemCalls calls = bench.calls;
    private final UserProcess process = bench.spawn();
    private final BoardDriver driver = new BoardDriver();
    private final int major = bench.kernel.registerDriver(0, driver);
    private final long handle = open(process, O_RDWR);

    private long open(UserProcess who, int flags) {
        if (!calls.readdir(bench.root, "/dev").contains("board")) {
            bench.kernel.createNode("/dev/board", 0666, new DeviceNumber(major, 0));
        }
        return calls.open(who, "/dev/board", flags).now();
    }

    private Answer<Long> mmap(long address, long length, long offset, int protection, int flags) {
        return calls.mmap(process, handle, address, length, offset, protection, flags);
    }

    private void assertRefused(Errno errno, long address, long length, long offset, int protection, int flags) {
        assertFails(
                errno, 0, () -> mmap(address, length, offset, protection, flags).now());
        assertThat(process.addressSpace().pregions()).isEmpty();
        assertThat(driver.areas).isEmpty();
    }

    @Nested
    class Arguments {
        @Test
        void EBADF_is_the_descriptor() {
            assertFails(
                    EBADF,
                    27,
                    () -> calls.mmap(process, 99, 0, PAGE, 0, BOTH, MAP_SHARED).now());
        }

        @Test
        void EINVAL_is_no_length_a_wrong_offset_or_wrong_flags() {
            assertRefused(EINVAL, 0, 0, 0, BOTH, MAP_SHARED);
            assertRefused(EINVAL, 0, PAGE, 4, BOTH, MAP_SHARED);
            assertRefused(EINVAL, 0, PAGE, -4, BOTH, MAP_SHARED);
            assertRefused(EINVAL, 0, PAGE, 0, BOTH, 0);
            assertRefused(EINVAL, 0, PAGE, 0, BOTH, MAP_FIXED);
            assertRefused(EINVAL, 0, PAGE, 0, BOTH, MAP_SHARED | MAP_PRIVATE);
            assertRefused(EINVAL, 0, PAGE, 0, BOTH, MAP_SHARED | 0x10);
            assertRefused(EINVAL, 0, PAGE, 0, 8, MAP_SHARED);
            assertRefused(EINVAL, AT + 1, PAGE, 0, BOTH, MAP_SHARED | MAP_FIXED);
        }

        @Test
        void ENOMEM_is_more_than_a_process_has() {
            assertRefused(ENOMEM, 0, 1L << 32, 0, BOTH, MAP_SHARED);
            assertRefused(ENOMEM, 0, -1, 0, BOTH, MAP_SHARED);
            assertRefused(ENOMEM, 0, Long.MAX_VALUE, 0, BOTH, MAP_SHARED);
            assertRefused(ENOMEM, 0xFFFF_F000L, 2 * PAGE, 0, BOTH, MAP_SHARED | MAP_FIXED);
            assertRefused(ENOMEM, 1L << 32, PAGE, 0, BOTH, MAP_SHARED | MAP_FIXED);
            assertRefused(ENOMEM, -PAGE, PAGE, 0, BOTH, MAP_SHARED | MAP_FIXED);
        }

        @Test
        void EOVERFLOW_is_an_offset_that_no_device_has() {
            assertRefused(EOVERFLOW, 0, PAGE, -PAGE, BOTH, MAP_SHARED);
            assertRefused(EOVERFLOW, 0, PAGE, Long.MAX_VALUE / PAGE * PAGE, BOTH, MAP_SHARED);
        }

        @Test
        void EPERM_is_page_0_and_programs() {
            assertRefused(EPERM, 0, PAGE, 0, BOTH, MAP_SHARED | MAP_FIXED);
            assertRefused(EPERM, 0, PAGE, 0, PROT_READ | PROT_EXEC, MAP_SHARED);
        }

        @Test
        void EACCES_is_how_it_was_opened() {
            long in = open(process, O_RDONLY);
            long out = open(process, O_WRONLY);

            assertFails(
                    EACCES,
                    0,
                    () -> calls.mmap(process, in, 0, PAGE, 0, BOTH, MAP_SHARED).now());
            assertFails(
                    EACCES,
                    0,
                    () -> calls.mmap(process, out, 0, PAGE, 0, PROT_WRITE, MAP_SHARED)
                            .now());
            assertFails(
                    EACCES,
                    0,
                    () -> calls.mmap(process, out, 0, PAGE, 0, PROT_READ, MAP_PRIVATE)
                            .now());
            calls.mmap(process, in, 0, PAGE, 0, PROT_READ, MAP_SHARED).now();
            calls.mmap(process, in, 0, PAGE, 0, BOTH, MAP_PRIVATE).now();
        }

        @Test
        void ENODEV_is_a_file_without_mmap() {
            long none = bench.open(process, "/dev/null");

            assertFails(
                    ENODEV,
                    0,
                    () -> calls.mmap(process, none, 0, PAGE, 0, BOTH, MAP_SHARED)
                            .now());
            bench.kernel.files().add("/proc/x", Inode.generated(0444, who -> new byte[0]));
            long text = calls.open(process, "/proc/x", O_RDONLY).now();
            assertFails(
                    ENODEV,
                    0,
                    () -> calls.mmap(process, text, 0, PAGE, 0, PROT_READ, MAP_SHARED)
                            .now());
            assertThat(process.addressSpace().pregions()).isEmpty();
        }

        @Test
        void rule_15_ENODEV_is_iomap() {
            long iomap = bench.open(process, "/dev/gsc0");

            assertFails(
                    ENODEV,
                    15,
                    () -> calls.mmap(process, iomap, 0, PAGE, 0, BOTH, MAP_SHARED)
                            .now());
            assertThat(process.addressSpace().pregions()).isEmpty();
        }

        @Test
        void ENOMEM_is_a_limit() {
            Bench small = Bench.with(new KernelLimits(9, 1, 1L << 32, 9, 9));
            int board = small.kernel.registerDriver(0, driver);
            small.kernel.createNode("/dev/board", 0666, new DeviceNumber(board, 0));
            UserProcess alone = small.spawn();
            long file = small.open(alone, "/dev/board");
            small.calls.mmap(alone, file, 0, PAGE, 0, BOTH, MAP_SHARED).now();

            assertFails(
                    ENOMEM,
                    0,
                    () -> small.calls
                            .mmap(alone, file, 0, PAGE, 0, BOTH, MAP_SHARED)
                            .now());
            assertFails(
                    ENOMEM,
                    0,
                    () -> small.calls
                            .mmap(alone, file, AT, PAGE, 0, BOTH, MAP_SHARED | MAP_FIXED)
                            .now());
        }
    }

    @Nested
    class Place {
        @Test
        void is_the_lowest_gap_from_0x80000000_on() {
            assertThat(mmap(0, PAGE + 1, 0, BOTH, MAP_SHARED).now()).isEqualTo(0x8000_0000L);
            assertThat(mmap(0, PAGE, 0, BOTH, MAP_SHARED).now()).isEqualTo(0x8000_2000L);
        }

        @Test
        void is_what_the_process_would_like_when_it_is_free() {
            assertThat(mmap(AT + 5, PAGE, 0, BOTH, MAP_SHARED).now()).isEqualTo(AT);
            assertThat(mmap(AT, PAGE, 0, BOTH, MAP_SHARED).now()).isEqualTo(0x8000_0000L);
            assertThat(mmap(5, PAGE, 0, BOTH, MAP_SHARED).now()).isEqualTo(0x8000_1000L);
            assertThat(mmap(-1, PAGE, 0, BOTH, MAP_SHARED).now()).isEqualTo(0x8000_2000L);
        }

        @Test
        void is_with_MAP_FIXED_where_it_has_to_be_and_what_was_there_goes() {
            mmap(AT, 3 * PAGE, 0, BOTH, MAP_SHARED).now();
            process.store(AT + PAGE, WORD, 7);
            assertThat(mmap(AT + PAGE, PAGE, 0, BOTH, MAP_SHARED | MAP_FIXED).now())
                    .isEqualTo(AT + PAGE);

            assertThat(process.addressSpace().pregions()).hasSize(3);
            assertThat(process.load(AT + PAGE, WORD)).isZero();
            process.store(AT + PAGE, WORD, 8);
            assertThat(process.load(AT, WORD)).isEqualTo(8);
            assertThat(process.load(AT + 2 * PAGE, WORD)).isZero();
        }

        @Test
        void is_kept_when_MAP_FIXED_fails() {
            mmap(AT, PAGE, 0, BOTH, MAP_SHARED).now();
            driver.answers(area -> Answer.failed(new SystemCallException(ENXIO, 0, "no")));

            assertFails(
                    ENXIO,
                    0,
                    () -> mmap(AT, PAGE, 0, BOTH, MAP_SHARED | MAP_FIXED).now());
            process.store(AT, WORD, 1);
        }

        @Test
        void rule_18_is_not_taken_from_iomap() {
            long window = bench.openAndMap(process, "/dev/gsc0");

            assertFails(
                    EINVAL,
                    18,
                    () -> mmap(window + PAGE, PAGE, 0, BOTH, MAP_SHARED | MAP_FIXED)
                            .now());
            process.load(window + PAGE, WORD);
            assertThat(process.addressSpace().pregions()).hasSize(1);
        }
    }

    @Nested
    class Area {
        @Test
        void says_what_the_process_wants() {
            mmap(AT, PAGE + 1, 3 * PAGE, PROT_READ, MAP_PRIVATE).now();

            assertThat(driver.areas)
                    .singleElement()
                    .returns(AT, MemoryArea::address)
                    .returns(2 * PAGE, MemoryArea::length)
                    .returns(3 * PAGE, MemoryArea::offset)
                    .returns(PROT_READ, MemoryArea::protection)
                    .returns(false, MemoryArea::isShared);
        }

        @Test
        void takes_pages_in_any_order() {
            driver.fills(area -> {
                area.remapPfnRange(PAGE, BOARD, PAGE);
                area.remapPfnRange(0, UART, PAGE);
            });
            long at = mmap(0, 3 * PAGE, 0, BOTH, MAP_SHARED).now();
            process.store(at, WORD, 1);
            process.store(at + PAGE, WORD, 2);

            assertThat(bench.ioSpace.load(UART, WORD)).isEqualTo(1);
            assertThat(bench.ioSpace.load(BOARD, WORD)).isEqualTo(2);
            assertThat(signal(() -> process.load(at + 2 * PAGE, WORD)))
                    .returns(Signal.SIGBUS, SignalException::signal)
                    .returns(BusCode.NO_PAGE, SignalException::busCode);
        }

        @Test
        void refuses_what_is_not_inside_or_there_already() {
            driver.fills(area -> {
                area.remapPfnRange(PAGE, BOARD, PAGE);
                for (long[] wrong : new long[][] {
                    {PAGE, BOARD, PAGE},
                    {0, BOARD, 2 * PAGE},
                    {0, BOARD, 0},
                    {0, BOARD, -PAGE},
                    {-PAGE, BOARD, PAGE},
                    {2 * PAGE, BOARD, PAGE},
                    {Long.MAX_VALUE / PAGE * PAGE, BOARD, PAGE},
                    {0, BOARD, Long.MAX_VALUE / PAGE * PAGE},
                    {0, BOARD + 4, PAGE},
                    {4, BOARD, PAGE},
                    {0, BOARD, 100},
                    {0, IoSpace.END, PAGE},
                    {0, -PAGE, PAGE},
                    {0, Long.MIN_VALUE, PAGE}
                }) {
                    assertFails(EINVAL, 0, () -> area.remapPfnRange(wrong[0], wrong[1], wrong[2]));
                }
            });

            mmap(0, 2 * PAGE, 0, BOTH, MAP_SHARED).now();
        }

        @Test
        void takes_only_pages_that_are_the_drivers() {
            driver.fills(area -> assertFails(EPERM, 0, () -> area.remapPfnRange(0, HOST_MEMORY - PAGE, PAGE)));

            mmap(0, PAGE, 0, BOTH, MAP_SHARED).now();
        }

        @Test
        void is_over_when_the_call_is() {
            driver.fills(area -> {});
            mmap(0, PAGE, 0, BOTH, MAP_SHARED).now();

            assertFails(EINVAL, 0, () -> driver.areas.get(0).remapPfnRange(0, BOARD, PAGE));
        }

        @Test
        void of_a_call_that_fails_maps_nothing() {
            driver.fills(area -> {
                area.remapPfnRange(0, BOARD, PAGE);
                throw new SystemCallException(ENXIO, 0, "and that is all");
            });

            assertFails(ENXIO, 0, () -> mmap(AT, PAGE, 0, BOTH, MAP_SHARED).now());
            assertThat(signal(() -> process.load(AT, WORD)).code()).isEqualTo(Signal.SEGV_MAPERR);
            assertThat(process.addressSpace().mappedBytes()).isZero();
        }
    }

    @Nested
    class Of_a_driver_that_takes_its_time {
        private final Answer<Void> later = Answer.later();

        @Test
        void the_place_is_taken_meanwhile() {
            driver.answers(area -> later);
            Answer<Long> first = mmap(0, PAGE, 0, BOTH, MAP_SHARED);
            driver.answers(driver::fill);
            assertThat(mmap(0, PAGE, 0, BOTH, MAP_SHARED).now()).isEqualTo(0x8000_1000L);
            assertFails(EAGAIN, 0, () -> calls.munmap(process, 0x8000_0000L, 2 * PAGE));
            assertThat(signal(() -> process.load(0x8000_0000L, WORD)).busCode()).isEqualTo(BusCode.NO_PAGE);
            driver.areas.get(0).remapPfnRange(0, BOARD, PAGE);
            later.complete(null);

            assertThat(first.now()).isEqualTo(0x8000_0000L);
            calls.munmap(process, 0x8000_0000L, 2 * PAGE);
            assertThat(bench.lines(TraceKind.SYSTEM_CALL)).contains("mmap 3 0x0 0x1000 0x0 3 1 = 0x80000000");
        }

        @Test
        void the_place_is_free_again_when_it_fails() {
            driver.answers(area -> later);
            Answer<Long> first = mmap(0, PAGE, 0, BOTH, MAP_SHARED);
            later.fail(new SystemCallException(ENXIO, 0, "no"));

            assertFails(ENXIO, 0, first::now);
            assertThat(process.addressSpace().pregions()).isEmpty();
        }

        @Test
        void nothing_stays_when_its_device_is_removed_meanwhile() {
            driver.answers(area -> later);
            Answer<Long> first = mmap(0, PAGE, 0, BOTH, MAP_SHARED);
            bench.kernel.unregisterDriver(major, new SystemCallException(ENXIO, 0, "unregistered"));
            later.complete(null);

            assertFails(ENXIO, 0, first::now);
            assertThat(process.addressSpace().pregions()).isEmpty();
        }

        @Test
        void nothing_stays_when_the_process_ends_meanwhile() {
            driver.answers(area -> later);
            Answer<Long> first = mmap(0, PAGE, 0, BOTH, MAP_SHARED);
            mmap(AT, PAGE, 0, BOTH, MAP_SHARED | MAP_FIXED);
            process.exit("done");
            later.complete(null);

            assertFails(EBADF, 20, first::now);
            assertThat(process.addressSpace().pregions()).isEmpty();
            assertThat(bench.kernel.mappings()).isEmpty();
        }
    }

    /** Hands out the pages of the board, from the offset on; it may be told to do something else. */
    private static final class BoardDriver implements CharacterDriver {
        private final List<MemoryArea> areas = new ArrayList<>();
        private final WaitQueue sleepers = new WaitQueue();
        private Function<MemoryArea, Answer<Void>> mmap = this::fill;

        void answers(Function<MemoryArea, Answer<Void>> other) {
            mmap = other;
        }

        void fills(Consumer<MemoryArea> other) {
            mmap = area -> {
                try {
                    other.accept(area);
                    return Answer.of(null);
                } catch (SystemCallException e) {
                    return Answer.failed(e);
                }
            };
        }

        Answer<Void> fill(MemoryArea area) {
            area.remapPfnRange(0, BOARD + area.offset(), area.length());
            return Answer.of(null);
        }

        @Override
        public String name() {
            return "board";
        }

        @Override
        public String driverClass() {
            return "test";
        }

        @Override
        public Answer<Void> open(FileDescription file) {
            return Answer.of(null);
        }

        @Override
        public void release(FileDescription file) {}

        @Override
        public Answer<Integer> read(FileDescription file, ByteBuffer into, long position) {
            return Answer.of(0);
        }

        @Override
        public Answer<Integer> write(FileDescription file, ByteBuffer from, long position) {
            return Answer.of(0);
        }

        @Override
        public Answer<Long> ioctl(FileDescription file, long request, IoctlArgument argument) {
            return Answer.of(0L);
        }

        @Override
        public Answer<Void> mmap(FileDescription file, MemoryArea area) {
            areas.add(area);
            return mmap.apply(area);
        }

        @Override
        public Answer<Integer> poll(FileDescription file) {
            return Answer.of(0);
        }

        @Override
        public boolean isSeekable() {
            return false;
        }

        @Override
        public boolean hasReadAndWrite() {
            return true;
        }

        @Override
        public boolean mayMap(long physical, long length) {
            return physical >= IoSpace.BASE;
        }

        @Override
        public WaitQueue sleepers() {
            return sleepers;
        }
    }
}
