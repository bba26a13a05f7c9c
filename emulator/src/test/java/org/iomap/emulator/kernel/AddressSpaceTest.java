package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.iomap.driver.MemoryArea.PROT_READ;
import static org.iomap.driver.MemoryArea.PROT_WRITE;
import static org.iomap.emulator.kernel.Bench.BOARD;
import static org.iomap.emulator.kernel.Bench.PAGE;
import static org.iomap.emulator.kernel.Bench.UART;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.emulator.kernel.Bench.signal;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENOMEM;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.driver.DriverLimits;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.MappingEntry;
import org.iomap.protocol.Signal;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AddressSpaceTest {
    private static final long AT = 0x4000_0000L;

    private final Bench bench = new Bench();
    private final UserProcess process = bench.spawn();
    private final List<String> heard = new ArrayList<>();
    private long nextPage = Mapper.NO_PAGE;

    /** Hears what becomes of its mappings, and gives the pages of the board one after another. */
    private final Mapper mapper = new Mapper() {
        @Override
        public void mapped(UserProcess owner, Pregion pregion) {
            heard.add("mapped");
        }

        @Override
        public void unmapped(UserProcess owner, Pregion pregion) {
            heard.add("unmapped");
        }

        @Override
        public long page(Pregion pregion, long offset) {
            long page = nextPage;
            nextPage = page == NO_PAGE ? NO_PAGE : page + PAGE;
            return page;
        }
    };

    private Pregion pregion(long address, int pages, int protection, boolean isShared) {
        Origin origin = new Origin("mmap", protection, isShared, 0, "/dev/x");
        return new Pregion(address, pages * PAGE, mapper, origin, new DeviceNumber(70, 0));
    }

    private Pregion map(int pages, int protection, boolean isShared) {
        Pregion pregion = pregion(AT, pages, protection, isShared).map(0, BOARD, pages * PAGE);
        process.map(pregion);
        return pregion;
    }

    private void assertSignal(Signal signal, int code, BusCode cause, Runnable access) {
        SignalException failure = signal(access::run);
        assertThat(failure.signal()).isEqualTo(signal);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.busCode()).isEqualTo(cause);
        assertThat(failure.rule()).isZero();
    }

    private void assertProtected(Runnable access) {
        assertSignal(Signal.SIGSEGV, Signal.SEGV_ACCERR, BusCode.PROTECTION, access);
    }

    private void assertNoPage(Runnable access) {
        assertSignal(Signal.SIGBUS, Signal.BUS_ADRERR, BusCode.NO_PAGE, access);
    }

    @Nested
    class Protection {
        @Test
        void a_store_to_a_mapping_that_is_only_read_is_SEGV_ACCERR() {
            map(1, PROT_READ, true);

            assertThat(process.load(AT, WORD)).isZero();
            assertProtected(() -> process.store(AT, WORD, 1));
            assertProtected(() -> process.store(AT + 1, WORD, 1));
            assertProtected(() -> process.storeBlock(AT, WORD, 4, ByteBuffer.allocate(8)));
            assertProtected(() -> process.storeBlock(AT, WORD, 0, ByteBuffer.allocate(8)));
            assertThat(process.load(AT, WORD)).isZero();
        }

        @Test
        void a_load_does_not_open_the_way_for_a_store() {
            map(1, PROT_READ, true);
            process.map(pregion(AT + PAGE, 1, PROT_READ | PROT_WRITE, true).map(0, BOARD + PAGE, PAGE));
            process.store(AT + PAGE, WORD, 1);
            process.load(AT, WORD);

            assertProtected(() -> process.store(AT, WORD, 1));
        }

        @Test
        void a_mapping_of_no_rights_takes_no_access() {
            map(1, 0, true);

            assertProtected(() -> process.load(AT, WORD));
            assertProtected(() -> process.store(AT, WORD, 1));
        }

        @Test
        void what_may_be_stored_to_may_be_loaded_from() {
            map(1, PROT_WRITE, true);
            process.store(AT, WORD, 5);

            assertThat(process.load(AT, WORD)).isEqualTo(5);
        }

        @Test
        void the_trace_has_the_signal_and_no_broken_rule() {
            map(1, PROT_READ, true);
            assertProtected(() -> process.store(AT, WORD, 1));

            assertThat(bench.lines(TraceKind.SIGNAL))
                    .containsExactly("SIGSEGV store of 4 bytes at 0x40000000: the mapping does not allow it");
            assertThat(bench.lines(TraceKind.RULE)).isEmpty();
        }
    }

    @Nested
    class Pages {
        @Test
        void may_be_anywhere_in_physical_space() {
            Pregion pregion = pregion(AT, 4, PROT_READ | PROT_WRITE, true)
                    .map(PAGE, UART, PAGE)
                    .map(0, BOARD + PAGE, PAGE);
            process.map(pregion);
            process.store(AT, WORD, 1);
            process.store(AT + PAGE, WORD, 2);

            assertThat(bench.ioSpace.load(BOARD + PAGE, WORD)).isEqualTo(1);
            assertThat(bench.ioSpace.load(UART, WORD)).isEqualTo(2);
            assertNoPage(() -> process.load(AT + 2 * PAGE, WORD));
            assertNoPage(() -> process.store(AT + 3 * PAGE + 1, WORD, 1));
        }

        @Test
        void that_follow_one_another_are_one_extent() {
            Pregion pregion = pregion(AT, 3, PROT_READ, true)
                    .map(2 * PAGE, BOARD + 2 * PAGE, PAGE)
                    .map(0, BOARD, PAGE)
                    .map(PAGE, BOARD + PAGE, PAGE);

            assertThat(pregion.extents()).containsExactly(new Extent(0, BOARD, 3 * PAGE, false));
        }

        @Test
        void a_block_runs_over_the_pages_as_they_lie() {
            process.map(pregion(AT, 2, PROT_READ | PROT_WRITE, true)
                    .map(0, BOARD + PAGE, PAGE)
                    .map(PAGE, BOARD, PAGE));
            process.storeBlock(
                    AT + PAGE - 4, WORD, 4, ByteBuffer.allocate(8).putInt(0, 1).putInt(4, 2));

            assertThat(bench.ioSpace.load(BOARD + 2 * PAGE - 4, WORD)).isEqualTo(1);
            assertThat(bench.ioSpace.load(BOARD, WORD)).isEqualTo(2);
        }

        @Test
        void one_that_is_missing_is_asked_for_once() {
            process.map(pregion(AT, 2, PROT_READ | PROT_WRITE, true));
            assertNoPage(() -> process.load(AT, WORD));
            nextPage = BOARD;
            process.store(AT + PAGE + 8, WORD, 7);
            process.store(AT + 8, WORD, 8);
            nextPage = Mapper.NO_PAGE;

            assertThat(bench.ioSpace.load(BOARD + 8, WORD)).isEqualTo(7);
            assertThat(process.load(AT + PAGE + 8, WORD)).isEqualTo(7);
            assertThat(process.load(AT + 8, WORD)).isEqualTo(8);
        }

        @Test
        void that_were_taken_away_are_reached_no_more() {
            map(3, PROT_READ | PROT_WRITE, true);
            process.load(AT + PAGE, WORD);
            bench.kernel.zap(BOARD + PAGE, PAGE);

            assertNoPage(() -> process.load(AT + PAGE, WORD));
            assertNoPage(() -> process.store(AT + 2 * PAGE - 4, WORD, 1));
            process.store(AT, WORD, 1);
            process.store(AT + 2 * PAGE, WORD, 1);
        }

        @Test
        void of_DMA_memory_that_its_driver_frees_are_reached_no_more() {
            DriverContext driver = DriverContext.begin(bench.kernel, bench.spawn(), "board", DriverLimits.builtIn());
            long address = driver.allocateDma(PAGE, 0xFFFF_FFFFL);
            process.map(pregion(AT, 1, PROT_READ | PROT_WRITE, true).map(0, driver.busAddress(address), PAGE));
            process.store(AT, WORD, 1);
            driver.freeDma(address);

            assertNoPage(() -> process.store(AT, WORD, 2));
            assertNoPage(() -> process.load(AT, WORD));
        }

        @Test
        void each_extent_is_an_entry_of_the_mappings() {
            process.map(pregion(AT, 4, PROT_READ, true).map(0, UART, PAGE).map(2 * PAGE, BOARD, 2 * PAGE));

            assertThat(bench.kernel.mappings())
                    .containsExactly(
                            new MappingEntry(AT, UART, PAGE, 2, 1000, 0x4600_0000L, 0, "test"),
                            new MappingEntry(AT + 2 * PAGE, BOARD, 2 * PAGE, 2, 1000, 0x4600_0000L, 0, "test"));
        }
    }

    @Nested
    class Copy_on_write {
        private final long left = bench.kernel.pageFrames().available();

        @Test
        void a_store_goes_to_a_page_of_its_own() {
            bench.ioSpace.store(BOARD + 4, WORD, 0x55);
            map(2, PROT_READ | PROT_WRITE, false);
            assertThat(process.load(AT + 4, WORD)).isEqualTo(0x55);
            process.store(AT, WORD, 1);

            assertThat(process.load(AT, WORD)).isEqualTo(1);
            assertThat(process.load(AT + 4, WORD)).isEqualTo(0x55);
            assertThat(bench.ioSpace.load(BOARD, WORD)).isZero();
            bench.ioSpace.store(BOARD + 4, WORD, 0x66);
            assertThat(process.load(AT + 4, WORD)).isEqualTo(0x55);
            bench.ioSpace.store(BOARD + PAGE, WORD, 0x77);
            assertThat(process.load(AT + PAGE, WORD)).isEqualTo(0x77);
            assertThat(bench.kernel.pageFrames().available()).isEqualTo(left - PAGE);
        }

        @Test
        void a_block_copies_each_page_it_comes_to() {
            map(3, PROT_READ | PROT_WRITE, false);
            process.storeBlock(
                    AT + PAGE - 4, WORD, 4, ByteBuffer.allocate(8).putInt(0, 1).putInt(4, 2));

            assertThat(process.load(AT + PAGE - 4, WORD)).isEqualTo(1);
            assertThat(process.load(AT + PAGE, WORD)).isEqualTo(2);
            assertThat(bench.ioSpace.load(BOARD + PAGE - 4, WORD)).isZero();
            assertThat(bench.ioSpace.load(BOARD + PAGE, WORD)).isZero();
            assertThat(bench.kernel.pageFrames().available()).isEqualTo(left - 2 * PAGE);
        }

        @Test
        void the_copies_are_given_back() {
            map(3, PROT_READ | PROT_WRITE, false);
            for (int page = 0; page < 3; page++) {
                process.store(AT + page * PAGE, BYTE, 1);
            }
            process.unmap(AT + PAGE, PAGE);
            assertThat(bench.kernel.pageFrames().available()).isEqualTo(left - 2 * PAGE);
            assertThat(process.load(AT + 2 * PAGE, BYTE)).isEqualTo(1);
            process.exit("done");

            assertThat(bench.kernel.pageFrames().available()).isEqualTo(left);
        }

        @Test
        void without_memory_for_the_copy_it_is_SIGBUS() {
            map(1, PROT_READ | PROT_WRITE, false);
            bench.kernel.pageFrames().allocate(left, Long.MAX_VALUE);

            assertNoPage(() -> process.store(AT, WORD, 1));
            assertThat(process.load(AT, WORD)).isZero();
        }
    }

    @Nested
    class Unmap {
        @Test
        void of_the_middle_leaves_two() {
            map(4, PROT_READ | PROT_WRITE, true);
            process.store(AT + PAGE, WORD, 1);
            process.unmap(AT + PAGE, PAGE);

            assertThat(signal(() -> process.load(AT + PAGE, WORD)).code()).isEqualTo(Signal.SEGV_MAPERR);
            assertThat(process.addressSpace().pregions())
                    .extracting(Pregion::address, Pregion::length, Pregion::physical)
                    .containsExactly(tuple(AT, PAGE, BOARD), tuple(AT + 2 * PAGE, 2 * PAGE, BOARD + 2 * PAGE));
            assertThat(process.addressSpace().find(AT + 3 * PAGE).origin())
                    .isEqualTo(new Origin("mmap", PROT_READ | PROT_WRITE, true, 2 * PAGE, "/dev/x"));
            process.store(AT + 2 * PAGE, WORD, 7);
            assertThat(bench.ioSpace.load(BOARD + 2 * PAGE, WORD)).isEqualTo(7);
            assertThat(heard).containsExactly("mapped", "mapped", "unmapped");
            process.exit("done");
            assertThat(heard).containsExactly("mapped", "mapped", "unmapped", "unmapped", "unmapped");
        }

        @Test
        void of_an_end_leaves_the_rest() {
            map(3, PROT_READ, true);
            process.unmap(AT - PAGE, 2 * PAGE);
            process.unmap(AT + 2 * PAGE, 0x1000_0000L);

            assertThat(process.addressSpace().pregions())
                    .singleElement()
                    .returns(AT + PAGE, Pregion::address)
                    .returns(PAGE, Pregion::length)
                    .returns(BOARD + PAGE, Pregion::physical);
            assertThat(heard).containsExactly("mapped", "unmapped", "mapped", "unmapped");
            process.unmap(AT, 3 * PAGE);
            assertThat(heard).last().isEqualTo("unmapped");
            assertThat(process.addressSpace().mappedBytes()).isZero();
        }

        @Test
        void takes_several_at_once() {
            map(1, PROT_READ, true);
            process.map(pregion(AT + 2 * PAGE, 1, PROT_READ, true));
            process.map(pregion(AT + 4 * PAGE, 2, PROT_READ, true));
            process.unmap(AT, 5 * PAGE);

            assertThat(heard).containsExactly("unmapped", "unmapped", "mapped", "unmapped");
            assertThat(process.addressSpace().pregions()).singleElement().returns(AT + 5 * PAGE, Pregion::address);
        }

        @Test
        void rule_18_leaves_everything_when_iomap_made_one_of_them() {
            long board = bench.map(process, bench.open(process, "/dev/gsc0"), AT + PAGE);
            map(1, PROT_READ, true);

            assertFails(EINVAL, 18, () -> process.unmap(AT, 2 * PAGE));
            process.load(AT, WORD);
            process.load(board, WORD);
        }

        @Test
        void that_would_make_too_many_mappings_is_ENOMEM() {
            Bench small = Bench.with(new KernelLimits(99, 1, 1L << 32, 99, 99));
            UserProcess alone = small.spawn();
            alone.map(pregion(AT, 3, PROT_READ, true));

            assertFails(ENOMEM, 0, () -> alone.unmap(AT + PAGE, PAGE));
            alone.unmap(AT, PAGE);
            Bench full = Bench.with(new KernelLimits(99, 99, 1L << 32, 99, 1));
            UserProcess last = full.spawn();
            last.map(pregion(AT, 3, PROT_READ, true));
            assertFails(ENOMEM, 0, () -> last.unmap(AT + PAGE, PAGE));
            assertThat(last.addressSpace().count()).isEqualTo(1);
        }
    }

    @Nested
    class Kernel_addresses {
        private final KernelAddresses addresses = new KernelAddresses();

        @Test
        void are_equivalent_while_they_can_be() {
            assertThat(addresses.allocate(BOARD, 4 * PAGE)).isEqualTo(0x1_F400_0000L);
            assertThat(addresses.allocate(0, PAGE)).isEqualTo(0x1_0000_0000L);
        }

        @Test
        void never_come_twice() {
            addresses.allocate(BOARD, 4 * PAGE);
            assertThat(addresses.allocate(BOARD, PAGE)).isEqualTo(0x2_0000_0000L);
            assertThat(addresses.allocate(BOARD + 3 * PAGE, 2 * PAGE)).isEqualTo(0x2_0000_1000L);
            assertThat(addresses.allocate(BOARD - PAGE, 2 * PAGE)).isEqualTo(0x2_0000_3000L);
            addresses.free(0x2_0000_1000L);

            assertThat(addresses.allocate(BOARD, 3 * PAGE)).isEqualTo(0x2_0000_5000L);
            assertThat(addresses.allocate(BOARD, 2 * PAGE)).isEqualTo(0x2_0000_1000L);
            addresses.free(0x1_F400_0000L);
            assertThat(addresses.allocate(BOARD, PAGE)).isEqualTo(0x1_F400_0000L);
        }

        @Test
        void run_out_with_ENOMEM() {
            addresses.allocate(0, 1L << 32);
            for (int alias = 0; alias < 14; alias++) {
                addresses.allocate(0, 1L << 32);
            }
            assertFails(ENOMEM, 0, () -> addresses.allocate(0, 1));
        }

        @Test
        void are_mapped_and_accessed_as_those_of_processes_are() {
            long address = addresses.allocate(BOARD, PAGE);
            process.map(new Pregion(address, PAGE, mapper, Origin.of("ioremap"), new DeviceNumber(0, 0))
                    .map(0, BOARD, PAGE));
            process.store(address + 4, WORD, 5);

            assertThat(process.load(address + 4, WORD)).isEqualTo(5);
            assertFails(EINVAL, 17, () -> bench.calls.munmap(process, address, PAGE));
            assertThat(signal(() -> process.load(address + PAGE, WORD)).code()).isEqualTo(Signal.SEGV_MAPERR);
        }
    }

    /** What a range shows, byte for byte, against a table of pages. */
    @Test
    void whatever_is_mapped_and_unmapped_each_page_leads_where_it_should() {
        Random random = new Random(5);
        int pages = 24;
        long[] expected = new long[pages];
        for (int step = 0; step < 3_000; step++) {
            int from = random.nextInt(pages);
            int count = 1 + random.nextInt(Math.min(6, pages - from));
            process.unmap(AT + from * PAGE, count * PAGE);
            boolean maps = random.nextBoolean();
            Pregion pregion = pregion(AT + from * PAGE, count, PROT_READ | PROT_WRITE, true);
            for (int page = 0; page < count; page++) {
                expected[from + page] = maps ? BOARD + random.nextInt(64) * PAGE : 0;
                if (maps) {
                    pregion.map(page * PAGE, expected[from + page], PAGE);
                }
            }
            if (maps) {
                process.map(pregion);
            }
            for (int page = 0; page < pages; page++) {
                long reached = process.addressSpace().toLoad(AT + page * PAGE + 8);
                assertThat(reached).isEqualTo(expected[page] == 0 ? AddressSpace.NOTHING : expected[page] + 8);
            }
        }
        process.exit("done");

        assertThat(bench.kernel.mappings()).isEmpty();
    }
}
