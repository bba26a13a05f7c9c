package org.iomap.emulator.kernel.iomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.emulator.kernel.Bench.minor;
import static org.iomap.emulator.kernel.iomap.LiveMappings.Rights.KERNEL_RW;
import static org.iomap.emulator.kernel.iomap.LiveMappings.Rights.USER_RW;
import static org.iomap.protocol.Errno.EBUSY;

import org.iomap.emulator.kernel.Bench;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.emulator.kernel.iomap.LiveMappings.KernelMapping;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LiveMappingsTest {
    private static final long BOARD = 0xF400_0000L;
    private static final long FOUR_PAGES = 0x4000;

    private final Bench bench = new Bench();
    private final UserProcess first = bench.spawn();
    private final UserProcess second = bench.spawn();
    private final String four = bench.device("four", minor(BOARD, 2, 1));
    private final long firstHandle = bench.open(first, four);
    private final long secondHandle = bench.open(second, four);

    @Nested
    class Of_processes {
        @Test
        void rule_10_null_takes_the_address_of_the_first_mapping() {
            bench.map(first, firstHandle, 0x9000_0000L);

            assertThat(bench.map(second, secondHandle, 0)).isEqualTo(0x9000_0000L);
        }

        @Test
        void rule_10_the_same_address_and_size_is_allowed() {
            bench.map(first, firstHandle, 0x9000_0000L);

            assertThat(bench.map(second, secondHandle, 0x9000_0000L)).isEqualTo(0x9000_0000L);
        }

        @Test
        void rule_10_another_address_is_refused() {
            bench.map(first, firstHandle, 0);

            assertThat(assertFails(EBUSY, 10, () -> bench.map(second, secondHandle, 0x9000_0000L))
                            .value())
                    .isEqualTo(0x9000_0000L);
        }

        @Test
        void rule_10_another_size_is_refused_wherever_it_overlaps() {
            bench.map(first, firstHandle, 0);

            for (int other : new int[] {
                minor(BOARD, 0, 1),
                minor(BOARD, 3, 1),
                minor(BOARD + 0x1000, 0, 1),
                minor(BOARD + 0x3000, 0, 2),
                minor(BOARD + 0x1000, 1, 2),
                minor(0xF000_0000L, 15, 2)
            }) {
                String path = bench.device("other" + other, other);
                assertFails(EBUSY, 10, () -> bench.openAndMap(second, path));
            }
        }

        @Test
        void rule_10_a_larger_region_is_refused_while_any_part_of_it_is_mapped() {
            bench.map(first, bench.open(first, bench.device("page0", minor(BOARD, 0, 1))), 0);
            bench.map(first, bench.open(first, bench.device("page9", minor(BOARD + 0x9000, 0, 1))), 0);
            String sixteen = bench.device("sixteen", minor(BOARD, 4, 1));

            assertFails(EBUSY, 10, () -> bench.openAndMap(second, sixteen));
            assertFails(EBUSY, 10, () -> bench.openAndMap(first, "/dev/gsc0"));
        }

        @Test
        void rule_10_a_neighbour_does_not_overlap() {
            bench.map(first, firstHandle, 0);
            String next = bench.device("next", minor(BOARD + FOUR_PAGES, 0, 1));

            assertThat(bench.openAndMap(second, next)).isEqualTo(BOARD + FOUR_PAGES);
        }

        @Test
        void rule_10_the_same_pages_by_another_minor_number_are_identical() {
            bench.map(first, firstHandle, 0x9000_0000L);
            String same = bench.device("same", minor(BOARD, 1, 2));

            assertThat(bench.openAndMap(second, same)).isEqualTo(0x9000_0000L);
        }

        @Test
        void rule_10_a_process_that_maps_two_regions_meets_the_rule_for_each() {
            bench.map(first, firstHandle, 0x9000_0000L);
            String page = bench.device("page", minor(BOARD + FOUR_PAGES, 0, 1));
            bench.openAndMap(first, page);

            assertThat(bench.openAndMap(second, page)).isEqualTo(BOARD + FOUR_PAGES);
            assertThat(bench.map(second, secondHandle, 0)).isEqualTo(0x9000_0000L);
        }

        @Test
        void rule_11_the_error_is_EBUSY() {
            assertThat(LiveMappings.ALREADY_MAPPED).isEqualTo(Errno.EBUSY);
        }

        @Test
        void rule_13_a_first_mapping_binds_while_any_process_has_it() {
            bench.map(first, firstHandle, 0x9000_0000L);
            bench.map(second, secondHandle, 0);
            bench.unmap(first, firstHandle);

            assertFails(EBUSY, 10, () -> bench.map(first, firstHandle, 0x8000_0000L));
        }

        @Test
        void rule_13_and_no_longer() {
            bench.map(first, firstHandle, 0x9000_0000L);
            bench.map(second, secondHandle, 0);
            bench.unmap(first, firstHandle);
            second.exit("done");

            assertThat(bench.map(first, firstHandle, 0x8000_0000L)).isEqualTo(0x8000_0000L);
        }

        @Test
        void rule_13_a_mapping_kept_after_close_is_freed_by_the_end_of_its_process() {
            bench.map(first, firstHandle, 0x9000_0000L);
            bench.calls().close(first, firstHandle);
            assertFails(EBUSY, 10, () -> bench.map(second, secondHandle, 0x8000_0000L));
            first.exit("done");

            assertThat(bench.map(second, secondHandle, 0x8000_0000L)).isEqualTo(0x8000_0000L);
        }
    }

    @Nested
    class Of_drivers {
        private final LiveMappings live = bench.kernel().liveMappings();

        @Test
        void rule_14_a_kernel_only_mapping_is_not_shared() {
            live.add(new KernelMapping("hptv", BOARD, FOUR_PAGES, KERNEL_RW));

            assertFails(EBUSY, 14, () -> bench.map(first, firstHandle, 0));
            String page = bench.device("page", minor(BOARD + 0x3000, 0, 1));
            assertFails(EBUSY, 14, () -> bench.openAndMap(first, page));
        }

        @Test
        void rule_14_a_mapping_with_user_rights_is_shared_when_identical() {
            live.add(new KernelMapping("hptv", BOARD, FOUR_PAGES, USER_RW));

            assertThat(bench.map(first, firstHandle, 0)).isEqualTo(BOARD);
            assertThat(first.load(BOARD, Width.WORD)).isZero();
            String page = bench.device("page", minor(BOARD, 0, 1));
            assertFails(EBUSY, 14, () -> bench.openAndMap(second, page));
        }

        @Test
        void rule_14_a_driver_that_lets_go_binds_no_more() {
            KernelMapping mapping = new KernelMapping("hptv", BOARD, FOUR_PAGES, KERNEL_RW);
            live.add(mapping);
            live.remove(mapping);

            assertThat(bench.map(first, firstHandle, 0)).isEqualTo(BOARD);
        }

        @Test
        void rule_14_a_driver_cannot_take_what_a_process_has_mapped() {
            bench.map(first, firstHandle, 0);

            assertFails(EBUSY, 14, () -> live.add(new KernelMapping("hptv", BOARD, FOUR_PAGES, KERNEL_RW)));
            assertFails(EBUSY, 14, () -> live.add(new KernelMapping("hptv", BOARD, 0x1000, USER_RW)));
            live.add(new KernelMapping("hptv", BOARD, FOUR_PAGES, USER_RW));
        }

        @Test
        void rule_14_other_pages_are_free() {
            live.add(new KernelMapping("hptv", BOARD + FOUR_PAGES, 0x1000, KERNEL_RW));

            assertThat(bench.map(first, firstHandle, 0)).isEqualTo(BOARD);
        }
    }
}
