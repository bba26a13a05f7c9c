package org.iomap.emulator.kernel.iomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.kernel.Bench.IOMAPMAP;
import static org.iomap.emulator.kernel.Bench.IOMAPUNMAP;
import static org.iomap.emulator.kernel.Bench.O_RDONLY;
import static org.iomap.emulator.kernel.Bench.O_WRONLY;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.emulator.kernel.Bench.minor;
import static org.iomap.protocol.Errno.EBUSY;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENODEV;
import static org.iomap.protocol.Errno.ENOMEM;
import static org.iomap.protocol.Errno.ENOTTY;
import static org.iomap.protocol.Errno.ENXIO;

import java.nio.ByteBuffer;
import org.iomap.emulator.kernel.Bench;
import org.iomap.emulator.kernel.IoctlResult;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IomapDriverTest {
    private static final long GSC0 = 0xF400_0000L;
    private static final long GSC0_SIZE = 64L << 20;

    private final Bench bench = new Bench();
    private final UserProcess process = bench.spawn();
    private final UserProcess other = bench.spawn();

    private IoctlResult ioctl(long handle, long request, long argument) {
        return bench.calls().ioctl(process, handle, request, argument).now();
    }

    @Nested
    class Open {
        @Test
        void rule_5_mknod_never_checks_the_minor_number() {
            assertThat(bench.device("none", 0x400000)).isEqualTo("/dev/none");
            assertThat(bench.device("past", 0xffff02)).isEqualTo("/dev/past");
        }

        @Test
        void rule_5_a_region_of_no_pages_is_refused() {
            String none = bench.device("none", 0x4000e0);

            assertFails(EINVAL, 5, () -> bench.open(process, none));
        }

        @Test
        void rule_5_a_region_past_the_end_of_IO_space_is_refused() {
            String past = bench.device("past", 0xffff02);

            assertThat(assertFails(EINVAL, 5, () -> bench.open(process, past)).value())
                    .isEqualTo(0xffff02);
        }

        @Test
        void rule_6_a_region_of_holes_alone_is_refused() {
            String hole = bench.device("hole", minor(0xF800_0000L, 4, 1));

            assertFails(ENXIO, 6, () -> bench.open(process, hole));
        }

        @Test
        void rule_6_a_region_with_one_module_opens() {
            String last = bench.device("last", minor(0xFFD0_0000L, 0, 6));

            assertThat(bench.openAndMap(process, last)).isEqualTo(0xFFD0_0000L);
        }
    }

    @Nested
    class Read_write_and_mmap {
        private final ByteBuffer data = ByteBuffer.allocate(16);

        @Test
        void rule_15_read_and_write_are_ENODEV_whatever_the_open_mode() {
            for (int mode : new int[] {O_RDONLY, O_WRONLY, Bench.O_RDWR}) {
                long handle = bench.calls().open(process, "/dev/gsc0", mode).now();
                assertFails(
                        ENODEV,
                        15,
                        () -> bench.calls().read(process, handle, data).now());
                assertFails(
                        ENODEV,
                        15,
                        () -> bench.calls().write(process, handle, data).now());
            }

            assertThat(data.position()).isZero();
        }

        @Test
        void rule_15_no_bytes_are_ENODEV_too() {
            long handle = bench.open(process, "/dev/gsc0");

            assertFails(
                    ENODEV,
                    15,
                    () -> bench.calls()
                            .read(process, handle, ByteBuffer.allocate(0))
                            .now());
        }

        @Test
        void rule_15_mmap_is_ENODEV() {
            long handle = bench.open(process, "/dev/gsc0");

            assertFails(
                    ENODEV,
                    15,
                    () -> bench.calls().mmap(process, handle, 0, 4096, 0, 3, 1).now());
        }

        @Test
        void rule_18_munmap_does_not_take_away_what_IOMAPMAP_made() {
            long address = bench.openAndMap(process, "/dev/gsc0");

            assertFails(EINVAL, 18, () -> bench.calls().munmap(process, address, GSC0_SIZE));
            process.load(address, Width.WORD);
        }
    }

    @Nested
    class Iomapmap {
        private final long handle = bench.open(process, "/dev/gsc0");

        @Test
        void rule_16_null_lets_the_system_choose_the_equivalent_address() {
            assertThat(ioctl(handle, IOMAPMAP, 0)).isEqualTo(new IoctlResult(GSC0, 0));
        }

        @Test
        void rule_16_the_location_the_argument_points_to_is_used_and_stored_back() {
            assertThat(ioctl(handle, IOMAPMAP, 0x1000)).isEqualTo(new IoctlResult(0x1000, 0));
        }

        @Test
        void rule_16_the_request_codes_of_8_byte_pointers_do_the_same() {
            assertThat(ioctl(handle, 0xC008_4D01L, 0).argument()).isEqualTo(GSC0);
            assertThat(ioctl(handle, 0xC008_4D02L, 7)).isEqualTo(new IoctlResult(7, 0));
            assertFails(EINVAL, 18, () -> ioctl(handle, IOMAPUNMAP, 0));
        }

        @Test
        void rule_16_when_the_equivalent_address_is_taken_it_is_the_lowest_gap_from_0x80000000() {
            bench.map(process, bench.open(process, bench.device("uart", 0xfd0501)), GSC0 + 0x2000);
            bench.map(process, bench.open(process, "/dev/uart1"), 0x8000_0000L);

            assertThat(bench.map(process, handle, 0)).isEqualTo(0x8000_1000L);
        }

        @Test
        void rule_17_an_address_that_is_not_page_aligned_is_EINVAL() {
            assertThat(assertFails(EINVAL, 17, () -> bench.map(process, handle, 0x8000_0123L))
                            .value())
                    .isEqualTo(0x8000_0123L);
            assertFails(EINVAL, 17, () -> bench.map(process, handle, 4));
        }

        @Test
        void rule_17_a_region_that_leaves_the_32_bit_space_is_EINVAL() {
            long last = 0x1_0000_0000L - GSC0_SIZE;
            assertFails(EINVAL, 17, () -> bench.map(process, handle, last + 0x1000));
            assertFails(EINVAL, 17, () -> bench.map(process, handle, 0x1_0000_0000L));
            assertFails(EINVAL, 17, () -> bench.map(process, handle, 0x1_8000_0000L));
            assertFails(EINVAL, 17, () -> bench.map(process, handle, -4096));

            assertThat(bench.map(process, handle, last)).isEqualTo(last);
        }

        @Test
        void rule_17_an_address_occupied_in_this_process_is_ENOMEM() {
            long uart = bench.open(process, bench.device("uart", 0xfd0501));
            bench.map(process, handle, 0x8000_0000L);

            assertFails(ENOMEM, 17, () -> bench.map(process, uart, 0x8000_0000L + GSC0_SIZE - 0x1000));
            assertThat(bench.map(process, uart, 0x8000_0000L + GSC0_SIZE)).isEqualTo(0x8000_0000L + GSC0_SIZE);
        }

        @Test
        void rule_17_null_is_ENOMEM_when_the_address_of_the_first_mapping_is_occupied_here() {
            bench.map(other, bench.open(other, "/dev/gsc0"), 0x8000_0000L);
            bench.map(process, bench.open(process, bench.device("uart", 0xfd0501)), 0x8000_1000L);

            assertFails(ENOMEM, 17, () -> bench.map(process, handle, 0));
        }

        @Test
        void rule_12_the_same_process_maps_the_identical_region_again() {
            long address = bench.map(process, handle, 0);

            assertThat(bench.map(process, handle, 0)).isEqualTo(address);
            assertThat(bench.map(process, handle, address)).isEqualTo(address);
            assertThat(bench.kernel().mappings()).hasSize(1);
            bench.unmap(process, handle);
            assertFails(EINVAL, 18, () -> bench.unmap(process, handle));
        }

        @Test
        void rule_12_through_another_descriptor_or_special_file_it_is_still_one_mapping() {
            long again = bench.open(process, "/dev/gsc0");
            long alias = bench.open(process, bench.device("alias", 0x4000e1));
            bench.map(process, handle, 0);

            assertThat(bench.map(process, again, 0)).isEqualTo(GSC0);
            assertThat(bench.map(process, alias, 0)).isEqualTo(GSC0);
            assertThat(bench.kernel().mappings()).hasSize(1);
        }

        @Test
        void rule_12_not_at_another_address() {
            bench.map(process, handle, 0);

            assertFails(EBUSY, 10, () -> bench.map(process, handle, 0x8000_0000L));
        }

        @Test
        void rule_28_the_example_of_the_page() {
            long fd = bench.open(process, "/dev/gsc0");
            long address = ioctl(fd, IOMAPMAP, 0).argument();

            assertThat("actual address = 0x%x".formatted(address)).isEqualTo("actual address = 0xf4000000");
        }
    }

    @Nested
    class Iomapunmap {
        private final long handle = bench.open(process, "/dev/gsc0");

        @Test
        void rule_18_unmaps_from_the_calling_process_alone() {
            bench.map(process, handle, 0);
            bench.openAndMap(other, "/dev/gsc0");
            bench.unmap(process, handle);

            assertThat(bench.kernel().mappings()).hasSize(1);
            assertThat(other.load(GSC0, Width.WORD)).isZero();
        }

        @Test
        void rule_18_the_argument_is_ignored() {
            bench.map(process, handle, 0);

            assertThat(ioctl(handle, IOMAPUNMAP, 0x123)).isEqualTo(new IoctlResult(0x123, 0));
        }

        @Test
        void rule_18_not_mapped_in_this_process_is_EINVAL() {
            bench.openAndMap(other, "/dev/gsc0");

            assertFails(EINVAL, 18, () -> bench.unmap(process, handle));
        }

        @Test
        void rule_18_through_another_descriptor_of_the_device() {
            bench.map(process, handle, 0);
            bench.unmap(process, bench.open(process, "/dev/gsc0"));

            assertThat(bench.kernel().mappings()).isEmpty();
        }
    }

    @Nested
    class Close {
        private final long handle = bench.open(process, "/dev/gsc0");

        @Test
        void rule_19_the_last_system_wide_close_unmaps() {
            bench.map(process, handle, 0);
            bench.calls().close(process, handle);

            assertThat(bench.kernel().mappings()).isEmpty();
        }

        @Test
        void rule_19_any_other_close_leaves_a_mapping_that_works_without_a_descriptor() {
            bench.open(other, "/dev/gsc0");
            bench.map(process, handle, 0);
            bench.calls().close(process, handle);
            process.store(GSC0, Width.WORD, 7);

            assertThat(process.load(GSC0, Width.WORD)).isEqualTo(7);
        }

        @Test
        void rule_19_opens_count_over_all_special_files_of_the_device() {
            bench.open(other, bench.device("alias", 0x4000e1));
            bench.map(process, handle, 0);
            bench.calls().close(process, handle);

            assertThat(bench.kernel().mappings()).hasSize(1);
        }

        @Test
        void rule_19_a_dup_keeps_the_device_open() {
            long copy = bench.calls().dup(process, handle);
            bench.map(process, handle, 0);
            bench.calls().close(process, handle);

            assertThat(bench.kernel().mappings()).hasSize(1);
            bench.calls().close(process, copy);
            assertThat(bench.kernel().mappings()).isEmpty();
        }

        @Test
        void rule_19_the_last_close_unmaps_what_was_mapped_through_another_descriptor() {
            long again = bench.open(process, "/dev/gsc0");
            bench.map(process, handle, 0);
            bench.calls().close(process, handle);
            bench.calls().close(process, again);

            assertThat(bench.kernel().mappings()).isEmpty();
        }

        @Test
        void rule_19_the_last_close_by_a_process_that_never_mapped_takes_nothing_from_others() {
            long there = bench.open(other, "/dev/gsc0");
            bench.map(process, handle, 0);
            bench.calls().close(process, handle);
            bench.calls().close(other, there);

            assertThat(process.load(GSC0, Width.WORD)).isZero();
            assertThat(bench.kernel().mappings()).hasSize(1);
        }

        @Test
        void rule_19_a_mapping_kept_past_the_last_close_still_binds_and_can_be_unmapped_after_a_new_open() {
            long there = bench.open(other, "/dev/gsc0");
            bench.map(process, handle, 0x8000_0000L);
            bench.calls().close(process, handle);
            bench.calls().close(other, there);

            assertFails(EBUSY, 10, () -> bench.map(other, bench.open(other, "/dev/gsc0"), 0x9000_0000L));
            bench.unmap(process, bench.open(process, "/dev/gsc0"));
            assertThat(bench.kernel().mappings()).isEmpty();
        }

        @Test
        void rule_19_a_region_mapped_through_two_minor_numbers_stays_until_both_are_closed() {
            long pages4 = bench.open(process, bench.device("four", minor(GSC0, 0, 4)));
            long pages2times2 = bench.open(process, bench.device("twice", minor(GSC0, 1, 2)));
            bench.map(process, pages4, 0);
            assertThat(bench.map(process, pages2times2, 0)).isEqualTo(GSC0);
            bench.calls().close(process, pages4);

            assertThat(process.load(GSC0, Width.WORD)).isZero();
            bench.calls().close(process, pages2times2);
            assertThat(bench.kernel().mappings()).isEmpty();
        }
    }

    @Nested
    class Other_requests {
        @Test
        void rule_26_an_iomap_request_on_another_device_is_ENOTTY() {
            long handle = bench.open(process, "/dev/null");

            assertFails(ENOTTY, 26, () -> ioctl(handle, IOMAPMAP, 0));
            assertFails(ENOTTY, 26, () -> ioctl(handle, IOMAPUNMAP, 0));
        }

        @Test
        void rule_26_an_unknown_request_on_an_iomap_device_is_EINVAL() {
            long handle = bench.open(process, "/dev/gsc0");

            assertThat(assertFails(EINVAL, 26, () -> ioctl(handle, 0xC004_4D03L, 0))
                            .value())
                    .isEqualTo(0xC004_4D03L);
        }
    }
}
