package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.kernel.Bench.IOMAPMAP;
import static org.iomap.emulator.kernel.Bench.O_RDWR;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.protocol.Errno.EBADF;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.EMFILE;
import static org.iomap.protocol.Errno.ENFILE;
import static org.iomap.protocol.Errno.ENXIO;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.iomap.driver.Driver;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.OpenFile;
import org.iomap.protocol.Limit;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
    private final Bench bench = new Bench();
    private final UserProcess process = bench.spawn();

    private void assertBad(long handle) {
        ByteBuffer data = ByteBuffer.allocate(4);
        assertThat(assertFails(EBADF, 27, () -> bench.calls.close(process, handle))
                        .value())
                .isEqualTo(handle);
        assertFails(EBADF, 27, () -> bench.calls.dup(process, handle));
        assertFails(
                EBADF, 27, () -> bench.calls.ioctl(process, handle, IOMAPMAP, 0).now());
        assertFails(EBADF, 27, () -> bench.calls.read(process, handle, data).now());
        assertFails(EBADF, 27, () -> bench.calls.write(process, handle, data).now());
        assertFails(
                EBADF,
                27,
                () -> bench.calls.mmap(process, handle, 0, 4096, 0, 3, 1).now());
    }

    @Nested
    @Tag("RQ-3")
    class Handles {
        @Test
        void rule_27_a_bad_descriptor_is_EBADF_for_every_call() {
            for (long handle : new long[] {0, 3, -1, 0x10003, Long.MIN_VALUE}) {
                assertBad(handle);
            }
        }

        @Test
        void rule_27_the_handle_of_a_closed_descriptor_never_works_again() {
            Set<Long> seen = new HashSet<>();
            long old = bench.open(process, "/dev/null");
            bench.calls.close(process, old);
            for (int i = 0; i < 1000; i++) {
                long handle = bench.open(process, "/dev/null");
                assertThat(seen.add(handle)).isTrue();
                assertFails(EBADF, 27, () -> bench.calls.close(process, old));
                bench.calls.close(process, handle);
            }
            assertBad(old);
        }

        @Test
        void rule_27_the_handle_of_another_process_does_not_work() {
            bench.open(process, "/dev/null");
            long there = bench.open(process, "/dev/null");

            assertFails(EBADF, 27, () -> bench.calls.close(bench.spawn(), there));
        }

        @Test
        void a_descriptor_has_the_lowest_free_number_from_3() {
            long three = bench.open(process, "/dev/null");
            bench.open(process, "/dev/null");
            bench.calls.close(process, three);
            bench.open(process, "/dev/null");

            assertThat(bench.lines(TraceKind.SYSTEM_CALL))
                    .containsExactly(
                            "open /dev/null O_RDWR = 3",
                            "open /dev/null O_RDWR = 4",
                            "close 3 = 0",
                            "open /dev/null O_RDWR = 3");
        }
    }

    @Nested
    class Limits {
        private final Bench small = Bench.with(new KernelLimits(5, 9, 1L << 32, 8, 9));
        private final UserProcess first = small.spawn();
        private final UserProcess second = small.spawn();

        private List<Long> fill(UserProcess process, int count) {
            List<Long> handles = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                handles.add(small.open(process, "/dev/null"));
            }
            return handles;
        }

        @Test
        void rule_27_too_many_descriptors_of_a_process_are_EMFILE() {
            long handle = fill(first, 5).get(0);

            assertThat(assertFails(EMFILE, 27, () -> small.open(first, "/dev/null"))
                            .limit())
                    .isEqualTo(Limit.DESCRIPTORS);
            assertFails(EMFILE, 27, () -> small.calls.dup(first, handle));
            small.calls.close(first, handle);
            small.open(first, "/dev/null");
        }

        @Test
        void rule_27_too_many_descriptors_of_the_machine_are_ENFILE() {
            fill(first, 5);
            long handle = fill(second, 3).get(0);

            assertThat(assertFails(ENFILE, 27, () -> small.open(second, "/dev/null"))
                            .limit())
                    .isEqualTo(Limit.TOTAL_DESCRIPTORS);
            assertFails(ENFILE, 27, () -> small.calls.dup(second, handle));
            first.exit("done");
            small.open(second, "/dev/null");
        }

        @Test
        void rule_27_an_open_that_fails_takes_no_descriptor() {
            String hole = small.device("hole", Bench.minor(0xF800_0000L, 0, 1));
            for (int i = 0; i < 20; i++) {
                assertFails(ENXIO, 6, () -> small.open(first, hole));
            }

            fill(first, 5);
            assertThat(small.kernel.openFiles().descriptors()).isEqualTo(5);
        }
    }

    /** What a driver hears of opens and their ends. */
    @Nested
    class Driver_release {
        private final List<String> heard = new ArrayList<>();
        private final Bench recorded =
                new Bench(configuration(), Timer.NEVER, Map.of("recorder", () -> new Recorder(heard)));
        private final UserProcess first = recorded.spawn();
        private final UserProcess second = recorded.spawn();

        private KernelConfiguration configuration() {
            KernelConfiguration plain = KernelConfiguration.builtIn();
            return new KernelConfiguration(
                    plain.busError(),
                    false,
                    List.of("iomap", "recorder"),
                    List.of(
                            new DeviceFile("/dev/a", "recorder", 1, 0666, 0, 0),
                            new DeviceFile("/dev/b", "recorder", 1, 0666, 0, 0),
                            new DeviceFile("/dev/c", "recorder", 2, 0666, 0, 0),
                            new DeviceFile("/dev/refused", "recorder", Recorder.REFUSED, 0666, 0, 0)),
                    plain.limits());
        }

        @Test
        void hears_once_of_the_end_of_each_open() {
            long one = recorded.open(first, "/dev/a");
            long two = recorded.open(second, "/dev/b");
            long three = recorded.open(first, "/dev/c");
            recorded.calls.close(first, one);
            assertThat(heard).containsExactly("open 1", "open 1", "open 2", "release 1");
            recorded.calls.close(second, two);
            recorded.calls.close(first, three);

            assertThat(heard).containsExactly("open 1", "open 1", "open 2", "release 1", "release 1", "release 2");
        }

        @Test
        void rule_19_a_dup_is_no_open() {
            long one = recorded.open(first, "/dev/a");
            long two = recorded.calls.dup(first, one);
            recorded.calls.close(first, one);
            assertThat(heard).containsExactly("open 1");
            recorded.calls.close(first, two);

            assertThat(heard).containsExactly("open 1", "release 1");
        }

        @Test
        void rule_19_an_open_that_the_driver_refused_is_none() {
            assertFails(EINVAL, 0, () -> recorded.open(first, "/dev/refused"));
            first.exit("done");

            assertThat(heard).isEmpty();
        }

        @Test
        @Tag("EN-3")
        void rule_20_the_end_of_a_process_is_the_end_of_each_open_once() {
            recorded.open(first, "/dev/a");
            recorded.open(first, "/dev/b");
            recorded.calls.dup(first, recorded.open(first, "/dev/c"));
            first.exit("lost");
            first.exit("lost again");

            assertThat(heard).containsExactly("open 1", "open 1", "open 2", "release 1", "release 1", "release 2");
        }

        @Test
        @Tag("AU-3")
        void the_files_of_a_removed_device_are_released_once() {
            long one = recorded.open(first, "/dev/a");
            recorded.calls.dup(first, one);
            recorded.open(second, "/dev/b");
            recorded.kernel.removeDevice(new DeviceNumber(65, 1));
            first.exit("done");
            second.exit("done");

            assertThat(heard).containsExactly("open 1", "open 1", "release 1", "release 1");
        }

        @Test
        @Tag("EN-3")
        void rule_20_a_driver_that_fails_in_release_keeps_nothing_alive() {
            String broken = "/dev/broken";
            recorded.calls.mknod(
                    recorded.root, broken, Inode.S_IFCHR | 0666, new DeviceNumber(65, Recorder.FAILS).dev());
            recorded.open(first, broken);
            recorded.open(first, "/dev/a");
            first.exit("done");

            assertThat(heard).containsExactly("open 4", "open 1", "release 1");
            assertThat(recorded.kernel.processes()).doesNotContain(first);
            assertThat(recorded.kernel.openFiles().descriptors()).isZero();
        }
    }

    @Nested
    @Tag("AU-3")
    class Remove_device {
        private final List<Long> removed = new ArrayList<>();
        private final DeviceNumber gsc0 = Bench.iomap(0x4000e1);

        @Test
        void kills_its_descriptors_with_ENXIO_and_says_so() {
            process.onDeviceRemoved(removed::add);
            long handle = bench.open(process, "/dev/gsc0");
            long copy = bench.calls.dup(process, handle);
            long other = bench.open(process, "/dev/null");
            bench.kernel.removeDevice(gsc0);

            assertThat(removed).containsExactly(handle, copy);
            assertFails(ENXIO, 0, () -> bench.map(process, handle, 0));
            assertFails(
                    ENXIO,
                    0,
                    () -> bench.calls
                            .read(process, handle, ByteBuffer.allocate(1))
                            .now());
            assertFails(ENXIO, 0, () -> bench.calls.dup(process, copy));
            bench.calls.read(process, other, ByteBuffer.allocate(1)).now();
        }

        @Test
        void takes_its_mappings_away() {
            long address = bench.openAndMap(process, "/dev/gsc0");
            bench.kernel.removeDevice(gsc0);

            assertThat(Bench.signal(() -> process.load(address, Width.WORD)).rule())
                    .isEqualTo(21);
            assertThat(bench.kernel.mappings()).isEmpty();
        }

        @Test
        void a_dead_descriptor_can_be_closed_and_frees_its_place() {
            long handle = bench.open(process, "/dev/gsc0");
            bench.kernel.removeDevice(gsc0);
            bench.calls.close(process, handle);

            assertFails(EBADF, 27, () -> bench.calls.close(process, handle));
            assertThat(bench.kernel.openFiles().descriptors()).isZero();
        }

        @Test
        void nobody_opens_it_before_the_next_boot() {
            bench.kernel.removeDevice(gsc0);
            assertFails(
                    ENXIO,
                    0,
                    () -> bench.calls.open(process, "/dev/gsc0", O_RDWR).now());
            bench.kernel.reboot();

            bench.open(bench.spawn(), "/dev/gsc0");
        }
    }

    /** Writes down its opens and releases. */
    private static final class Recorder implements Driver, FileOperations {
        static final int REFUSED = 3;
        static final int FAILS = 4;

        private final List<String> heard;

        Recorder(List<String> heard) {
            this.heard = heard;
        }

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public void init(org.iomap.driver.Kernel kernel) {
            kernel.registerChrdev(0, this);
        }

        @Override
        public void open(OpenFile file) {
            if (file.minor() == REFUSED) {
                throw new DriverException(EINVAL, "refused");
            }
            heard.add("open " + file.minor());
        }

        @Override
        public void release(OpenFile file) {
            if (file.minor() == FAILS) {
                throw new IllegalStateException("broken");
            }
            heard.add("release " + file.minor());
        }
    }
}
