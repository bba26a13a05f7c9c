package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.kernel.Bench.BOARD;
import static org.iomap.emulator.kernel.Bench.BOARD_SIZE;
import static org.iomap.emulator.kernel.Bench.BROKEN;
import static org.iomap.emulator.kernel.Bench.PAGE;
import static org.iomap.emulator.kernel.Bench.REGISTERS;
import static org.iomap.emulator.kernel.Bench.UART;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.emulator.kernel.Bench.minor;
import static org.iomap.emulator.kernel.Bench.signal;
import static org.iomap.protocol.Errno.EBADF;
import static org.iomap.protocol.Errno.ENOMEM;
import static org.iomap.protocol.Errno.ENOSPC;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Limit;
import org.iomap.protocol.MappingEntry;
import org.iomap.protocol.Signal;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UserProcessTest {
    private final Bench bench = new Bench();
    private final UserProcess process = bench.spawn();
    private final UserProcess other = bench.spawn();

    @Nested
    class Load_and_store {
        private final long address = bench.map(process, bench.open(process, "/dev/gsc0"), 0x1000_0000L);

        @Test
        void rule_9_what_one_process_stores_another_loads() {
            assertThat(bench.openAndMap(other, "/dev/gsc0")).isEqualTo(address);
            process.store(address + 8, WORD, 0x1122_3344L);

            assertThat(other.load(address + 8, WORD)).isEqualTo(0x1122_3344L);
        }

        @Test
        void rule_9_all_accesses_have_a_place_in_one_order() {
            bench.openAndMap(other, "/dev/gsc0");
            long before = bench.ioSpace.sequence();
            process.store(address, WORD, 1);
            other.load(address, WORD);
            process.load(address, WORD);

            assertThat(bench.ioSpace.sequence()).isEqualTo(before + 3);
        }

        @Test
        void rule_21_outside_any_mapping_is_SIGSEGV() {
            for (long wrong : new long[] {0, 4, address - 4, address + (64L << 20), 0xFFFF_FFFCL, -4, Long.MIN_VALUE}) {
                SignalException failure = signal(() -> process.load(wrong, WORD));

                assertThat(failure.signal()).isEqualTo(Signal.SIGSEGV);
                assertThat(failure.code()).isEqualTo(Signal.SEGV_MAPERR);
                assertThat(failure.busCode()).isEqualTo(BusCode.NO_MAPPING);
                assertThat(failure.rule()).isEqualTo(21);
                assertThat(failure.address()).isEqualTo(wrong);
                assertThat(failure.module()).isEmpty();
                assertThat(failure.execution()).isEqualTo(Execution.NOT_EXECUTED);
            }
        }

        @Test
        void rule_21_the_process_lives_on() {
            signal(() -> process.store(0, WORD, 1));
            process.store(address, WORD, 1);

            assertThat(process.hasExited()).isFalse();
        }

        @Test
        void rule_21_the_mapping_of_another_process_is_none() {
            assertThat(signal(() -> other.load(address, WORD)).signal()).isEqualTo(Signal.SIGSEGV);
        }

        @Test
        void rule_21_an_unmapped_address_stays_unmapped_after_a_hit() {
            process.load(address, WORD);
            bench.unmap(process, bench.open(process, "/dev/gsc0"));

            assertThat(signal(() -> process.load(address, WORD)).signal()).isEqualTo(Signal.SIGSEGV);
        }

        @Test
        void rule_22_a_hole_in_a_region_is_SIGBUS() {
            long hole = address + BOARD_SIZE;
            SignalException failure = signal(() -> process.store(hole, WORD, 0x55));

            assertThat(failure.signal()).isEqualTo(Signal.SIGBUS);
            assertThat(failure.code()).isEqualTo(Signal.BUS_ADRERR);
            assertThat(failure.busCode()).isEqualTo(BusCode.HOLE);
            assertThat(failure.rule()).isEqualTo(22);
            assertThat(failure.address()).isEqualTo(hole);
            assertThat(failure.module()).isEmpty();
            assertThat(failure.access())
                    .isEqualTo(new FailedAccess(process, hole, BOARD + BOARD_SIZE, WORD, Direction.STORE, 0x55));
        }

        @Test
        void rule_22_a_width_that_a_module_does_not_answer_is_SIGBUS() {
            long registers = address + REGISTERS - BOARD;
            SignalException failure = signal(() -> process.load(registers + 4, BYTE));

            assertThat(failure.signal()).isEqualTo(Signal.SIGBUS);
            assertThat(failure.code()).isEqualTo(Signal.BUS_ADRERR);
            assertThat(failure.busCode()).isEqualTo(BusCode.WIDTH);
            assertThat(failure.rule()).isEqualTo(22);
            assertThat(failure.module()).isEqualTo("registers");
        }

        @Test
        @Tag("ER-5")
        void a_module_that_breaks_is_SIGBUS_and_nobodys_broken_rule() {
            long broken = address + BROKEN - BOARD;
            SignalException failure = signal(() -> process.load(broken, WORD));

            assertThat(failure.signal()).isEqualTo(Signal.SIGBUS);
            assertThat(failure.busCode()).isEqualTo(BusCode.DEVICE_FAILED);
            assertThat(failure.rule()).isZero();
            assertThat(failure.execution()).isEqualTo(Execution.UNKNOWN);
            assertThat(bench.lines(TraceKind.RULE)).isEmpty();
        }

        @Test
        void rule_23_every_width_is_big_endian() {
            process.store(address, DOUBLEWORD, 0x0123_4567_89AB_CDEFL);

            assertThat(process.load(address, BYTE)).isEqualTo(0x01);
            assertThat(process.load(address + 2, HALFWORD)).isEqualTo(0x4567);
            assertThat(process.load(address + 4, WORD)).isEqualTo(0x89AB_CDEFL);
            assertThat(process.load(address, DOUBLEWORD)).isEqualTo(0x0123_4567_89AB_CDEFL);
        }

        @Test
        @Tag("OR-7")
        void rule_23_an_unaligned_access_is_SIGBUS_and_never_reaches_the_hardware() {
            long before = bench.ioSpace.sequence();
            for (Width width : new Width[] {HALFWORD, WORD, DOUBLEWORD}) {
                for (int offset = 1; offset < width.bytes(); offset++) {
                    long wrong = address + 16 + offset;
                    SignalException failure = signal(() -> process.store(wrong, width, -1));

                    assertThat(failure.signal()).isEqualTo(Signal.SIGBUS);
                    assertThat(failure.code()).isEqualTo(Signal.BUS_ADRALN);
                    assertThat(failure.busCode()).isEqualTo(BusCode.ALIGNMENT);
                    assertThat(failure.rule()).isEqualTo(23);
                    assertThat(failure.address()).isEqualTo(wrong);
                }
            }

            assertThat(bench.ioSpace.sequence()).isEqualTo(before);
            assertThat(process.load(address + 16, DOUBLEWORD)).isZero();
        }

        @Test
        void rule_23_an_unaligned_access_to_a_hole_is_BUS_ADRALN() {
            assertThat(signal(() -> process.load(address + BOARD_SIZE + 1, WORD))
                            .code())
                    .isEqualTo(Signal.BUS_ADRALN);
        }

        @Test
        void rule_21_comes_before_rule_23() {
            assertThat(signal(() -> process.load(1, WORD)).signal()).isEqualTo(Signal.SIGSEGV);
        }

        @Test
        void a_load_or_store_allocates_nothing() {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            accesses(10_000);
            long before = threads.getThreadAllocatedBytes(thread);
            accesses(10_000);
            long allocated = threads.getThreadAllocatedBytes(thread) - before;

            assertThat(allocated).as("bytes of 20,000 accesses").isLessThan(10_000);
        }

        private void accesses(int count) {
            for (int i = 0; i < count; i++) {
                process.store(address + 4, WORD, process.load(address, WORD) + i);
            }
        }

        @Test
        void a_parallel_ports_page_is_used_at_0x800() {
            long page = bench.openAndMap(process, bench.device("uart", 0xfd0501));
            process.store(page + 0x800, BYTE, 0x5A);

            assertThat(bench.ioSpace.load(UART + 0x800, BYTE)).isEqualTo(0x5A);
        }
    }

    @Nested
    @Tag("BT-3")
    class Blocks {
        private final long address = bench.map(process, bench.open(process, "/dev/gsc0"), 0x1000_0000L);
        private final long end = address + BOARD_SIZE;

        private static ByteBuffer bytes(int... values) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length);
            for (int value : values) {
                bytes.put((byte) value);
            }
            return bytes.flip();
        }

        @Test
        void a_block_is_one_element_after_another() {
            process.storeBlock(address + 8, WORD, 4, bytes(1, 2, 3, 4, 5, 6, 7, 8));
            ByteBuffer loaded = ByteBuffer.allocate(8);
            process.loadBlock(address + 8, WORD, 4, loaded);

            assertThat(loaded.flip()).isEqualTo(bytes(1, 2, 3, 4, 5, 6, 7, 8));
            assertThat(process.load(address + 12, WORD)).isEqualTo(0x0506_0708L);
        }

        @Test
        void a_stride_leaves_gaps() {
            process.storeBlock(address, HALFWORD, 8, bytes(1, 2, 3, 4));
            ByteBuffer loaded = ByteBuffer.allocate(4);
            process.loadBlock(address, HALFWORD, 8, loaded);

            assertThat(loaded.flip()).isEqualTo(bytes(1, 2, 3, 4));
            assertThat(process.load(address, DOUBLEWORD)).isEqualTo(0x0102_0000_0000_0000L);
            assertThat(process.load(address + 8, HALFWORD)).isEqualTo(0x0304);
        }

        @Test
        void a_stride_of_0_repeats_the_address() {
            process.storeBlock(address, BYTE, 0, bytes(1, 2, 3));
            ByteBuffer loaded = ByteBuffer.allocate(2);
            process.loadBlock(address, BYTE, 0, loaded);

            assertThat(loaded.flip()).isEqualTo(bytes(3, 3));
            assertThat(process.load(address + 1, BYTE)).isZero();
        }

        @Test
        void rule_22_a_hole_ends_a_block_after_what_was_done() {
            ByteBuffer from = bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
            SignalException failure = signal(() -> process.storeBlock(end - 8, WORD, 4, from));

            assertThat(failure.address()).isEqualTo(end);
            assertThat(failure.busCode()).isEqualTo(BusCode.HOLE);
            assertThat(from.position()).isEqualTo(8);
            assertThat(from.limit()).isEqualTo(12);
            assertThat(process.load(end - 8, DOUBLEWORD)).isEqualTo(0x0102_0304_0506_0708L);
        }

        @Test
        void rule_22_a_hole_ends_a_strided_block_at_its_element() {
            ByteBuffer into = ByteBuffer.allocate(12);
            SignalException failure = signal(() -> process.loadBlock(end - 8, WORD, 8, into));

            assertThat(failure.address()).isEqualTo(end);
            assertThat(into.position()).isEqualTo(4);
        }

        @Test
        void rule_21_the_end_of_a_mapping_ends_a_block() {
            long page = bench.map(process, bench.open(process, bench.device("uart", 0xfd0501)), 0x2000_0000L);
            ByteBuffer into = ByteBuffer.allocate(16);
            SignalException failure = signal(() -> process.loadBlock(page + PAGE - 8, WORD, 4, into));

            assertThat(failure.signal()).isEqualTo(Signal.SIGSEGV);
            assertThat(failure.address()).isEqualTo(page + PAGE);
            assertThat(into.position()).isEqualTo(8);
            assertThat(into.limit()).isEqualTo(16);
        }

        @Test
        void a_block_runs_on_into_the_next_mapping() {
            long uart = bench.map(process, bench.open(process, bench.device("uart", 0xfd0501)), 0x2000_0000L);
            bench.unmap(process, bench.open(process, "/dev/gsc0"));
            bench.map(process, bench.open(process, bench.device("page", minor(BOARD, 0, 1))), uart + PAGE);
            process.storeBlock(uart + PAGE - 4, WORD, 4, bytes(1, 2, 3, 4, 5, 6, 7, 8));

            assertThat(bench.ioSpace.load(UART + PAGE - 4, WORD)).isEqualTo(0x0102_0304L);
            assertThat(bench.ioSpace.load(BOARD, WORD)).isEqualTo(0x0506_0708L);
        }

        @Test
        void rule_23_an_unaligned_block_moves_nothing() {
            ByteBuffer from = bytes(1, 2, 3, 4);

            assertThat(signal(() -> process.storeBlock(address + 2, WORD, 4, from))
                            .code())
                    .isEqualTo(Signal.BUS_ADRALN);
            assertThat(from.position()).isZero();
        }
    }

    @Nested
    class Exit {
        @Test
        @Tag("EN-3")
        void rule_20_descriptors_close_and_the_address_space_is_gone() {
            long address = bench.openAndMap(process, "/dev/gsc0");
            process.exit("connection lost");

            assertThat(process.hasExited()).isTrue();
            assertThat(bench.kernel.processes()).doesNotContain(process);
            assertThat(bench.kernel.mappings()).isEmpty();
            assertThat(bench.kernel.openFiles().descriptors()).isZero();
            assertThat(signal(() -> process.load(address, WORD)).signal()).isEqualTo(Signal.SIGSEGV);
            assertFails(EBADF, 20, () -> bench.open(process, "/dev/gsc0"));
        }

        @Test
        void rule_20_the_mappings_of_other_processes_stay() {
            bench.openAndMap(process, "/dev/gsc0");
            long address = bench.openAndMap(other, "/dev/gsc0");
            process.exit("done");

            assertThat(other.load(address, WORD)).isZero();
        }

        @Test
        void rule_20_what_was_kept_past_its_descriptor_is_gone_too() {
            long handle = bench.open(process, "/dev/gsc0");
            bench.map(process, handle, 0);
            bench.open(other, "/dev/gsc0");
            bench.calls.close(process, handle);
            process.exit("done");

            assertThat(bench.kernel.mappings()).isEmpty();
        }

        @Test
        void rule_20_beginning_and_end_are_in_the_trace_with_the_process_as_actor() {
            process.exit("done");

            assertThat(bench.lines(TraceKind.PROCESS))
                    .contains("process 2 begins: test uid 1000", "process 2 ends: done")
                    .hasSize(4);
            assertThat(bench.trace.read(bench.trace.end() - 1).pid()).isEqualTo(2);
            assertThat(bench.trace.actor()).isZero();
        }
    }

    @Nested
    class Limits {
        private static final long MAPPED_BYTES = 3 * PAGE;

        private final Bench small = Bench.with(new KernelLimits(99, 3, MAPPED_BYTES, 99, 4));
        private final UserProcess first = small.spawn();

        private String pages(int number, int count) {
            return small.device("pages" + number, minor(BOARD + number * PAGE, 0, count));
        }

        @Test
        void rule_24_more_bytes_than_a_process_may_map_are_ENOMEM() {
            small.openAndMap(first, pages(0, 2));
            long handle = small.open(first, pages(2, 2));

            assertThat(assertFails(ENOMEM, 24, () -> small.map(first, handle, 0))
                            .limit())
                    .isEqualTo(Limit.MAPPED_BYTES);
            small.openAndMap(first, pages(4, 1));
        }

        @Test
        void rule_24_what_is_unmapped_counts_no_more() {
            long two = small.open(first, pages(0, 2));
            small.map(first, two, 0);
            small.unmap(first, two);

            small.openAndMap(first, pages(2, 3));
        }

        @Test
        void rule_24_no_gap_left_is_ENOMEM() {
            String all = bench.device("all", minor(0xF000_0000L, 15, 2));
            AddressSpace space = process.addressSpace();
            for (long at = 0x8000_0000L; at < 0x1_0000_0000L; at += 0x1000_0000L) {
                space.add(new Pregion(at, PAGE, null, Origin.of("test"), Bench.iomap(1)));
            }

            assertFails(ENOMEM, 24, () -> bench.openAndMap(process, all));
        }

        @Test
        void rule_25_more_mappings_than_a_process_may_have_are_ENOSPC() {
            Bench narrow = Bench.with(new KernelLimits(99, 1, 1L << 32, 99, 99));
            UserProcess alone = narrow.spawn();
            narrow.openAndMap(alone, "/dev/uart0");
            long handle = narrow.open(alone, "/dev/hptv0_tc");

            assertThat(assertFails(ENOSPC, 25, () -> narrow.map(alone, handle, 0))
                            .limit())
                    .isEqualTo(Limit.WINDOWS);
        }

        @Test
        void rule_25_a_full_table_of_the_machine_is_ENOSPC() {
            UserProcess second = small.spawn();
            for (int number = 0; number < 3; number++) {
                small.openAndMap(first, pages(number, 1));
            }
            small.openAndMap(second, pages(3, 1));
            long handle = small.open(second, pages(4, 1));

            assertThat(assertFails(ENOSPC, 25, () -> small.map(second, handle, 0))
                            .limit())
                    .isEqualTo(Limit.TOTAL_WINDOWS);
            first.exit("done");
            small.map(second, handle, 0);
        }

        @Test
        void rule_25_a_mapping_that_failed_binds_nobody() {
            long handle = small.open(first, pages(0, 4));
            assertFails(ENOMEM, 24, () -> small.map(first, handle, 0x8000_0000L));

            assertThat(small.openAndMap(first, pages(1, 1))).isEqualTo(BOARD + PAGE);
        }
    }

    @Test
    void mappings_say_who_has_mapped_what_and_whether_it_is_open() {
        long handle = bench.open(process, "/dev/gsc0");
        bench.map(process, handle, 0);
        bench.openAndMap(other, "/dev/gsc0");
        bench.calls.close(process, handle);

        assertThat(bench.kernel.mappings())
                .containsExactly(
                        new MappingEntry(BOARD, BOARD, 64L << 20, 2, 1000, 0x4040_00e1L, 0, "test"),
                        new MappingEntry(BOARD, BOARD, 64L << 20, 3, 1000, 0x4040_00e1L, 1, "test"));
    }
}
