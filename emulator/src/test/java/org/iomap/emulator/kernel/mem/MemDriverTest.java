package org.iomap.emulator.kernel.mem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.iomap.emulator.kernel.Bench.O_RDWR;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.emulator.kernel.Bench.signal;
import static org.iomap.protocol.Errno.EACCES;
import static org.iomap.protocol.Errno.EFAULT;
import static org.iomap.protocol.Errno.EFBIG;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENXIO;
import static org.iomap.protocol.Errno.EPERM;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.List;
import org.iomap.driver.Rights;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.kernel.Bench;
import org.iomap.emulator.kernel.KernelConfiguration;
import org.iomap.emulator.kernel.SystemCalls;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.driver.DriverLimits;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.MappingEntry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemDriverTest {
    private static final int READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final long PAGE = IoSpace.PAGE;

    private final Bench bench = new Bench();
    private final SystemCalls calls = bench.calls();
    private final UserProcess root = bench.root();
    private final Memory memory = bench.ioSpace().hostMemory();
    private final long handle = bench.open(root, "/dev/mem");

    private long map(long physical, long length) {
        return calls.mmap(root, handle, 0, length, physical, READ_WRITE, MAP_SHARED)
                .now();
    }

    private int read(long position, int count) {
        calls.lseek(root, handle, position, 0);
        return calls.read(root, handle, ByteBuffer.allocate(count)).now();
    }

    private int write(long position, int... data) {
        calls.lseek(root, handle, position, 0);
        ByteBuffer from = ByteBuffer.allocate(data.length);
        for (int value : data) {
            from.put((byte) value);
        }
        return calls.write(root, handle, from.flip()).now();
    }

    @Nested
    class Open {
        @Test
        void is_for_uid_0_whatever_the_mode() {
            UserProcess user = bench.spawn();

            assertFails(EACCES, 8, () -> bench.open(user, "/dev/mem"));
            calls.chmod(root, "/dev/mem", 0666);
            assertFails(EPERM, 0, () -> bench.open(user, "/dev/mem"));
        }

        @Test
        void of_another_minor_number_is_ENXIO() {
            int device = calls.stat(root, "/dev/mem").device();
            calls.mknod(root, "/dev/kmem", 0020600, device + 1);

            assertFails(ENXIO, 0, () -> bench.open(root, "/dev/kmem"));
        }
    }

    @Nested
    class Read_and_write {
        @Test
        void reach_host_memory_and_advance() {
            assertThat(write(0x2000, 1, 2, 3, 4)).isEqualTo(4);
            assertThat(memory.load(0x2000, WORD)).isEqualTo(0x0102_0304);
            memory.store(0x2004, WORD, 0x0506_0708);
            ByteBuffer into = ByteBuffer.allocate(4);
            assertThat(calls.read(root, handle, into).now()).isEqualTo(4);

            assertThat(into.getInt(0)).isEqualTo(0x0506_0708);
            assertThat(calls.lseek(root, handle, 0, 1)).isEqualTo(0x2008);
        }

        @Test
        void are_no_access_on_the_bus() {
            long before = bench.ioSpace().sequence();
            read(0, 100);
            write(0, 1);

            assertThat(bench.ioSpace().sequence()).isEqualTo(before);
        }

        @Test
        void of_I_O_space_are_EFAULT() {
            assertFails(EFAULT, 0, () -> read(0xF400_0000L, 4));
            assertFails(EFAULT, 0, () -> write(0xF400_0000L, 1));
        }

        @Test
        void of_what_is_not_all_in_memory_are_EFAULT() {
            assertThat(read(memory.size() - 4, 4)).isEqualTo(4);
            assertFails(EFAULT, 0, () -> read(memory.size() - 4, 5));
            assertFails(EFAULT, 0, () -> write(memory.size() - 1, 1, 2));
            assertThat(memory.load(memory.size() - 1, BYTE)).isZero();
        }

        @Test
        void past_physical_space_are_the_end_and_EFBIG() {
            assertThat(read(1L << 32, 4)).isZero();
            assertThat(read(Long.MAX_VALUE, 4)).isZero();
            assertFails(EFBIG, 0, () -> write(1L << 32, 1));
        }

        @Test
        void lseek_knows_no_end() {
            assertFails(EINVAL, 0, () -> calls.lseek(root, handle, 0, 2));
        }
    }

    @Nested
    class Mmap {
        @Test
        void reaches_I_O_space() {
            long at = map(0xF400_0000L, 2 * PAGE);
            root.store(at + PAGE, WORD, 0x55);

            assertThat(bench.ioSpace().load(0xF400_0000L + PAGE, WORD)).isEqualTo(0x55);
            assertThat(bench.kernel().mappings())
                    .extracting(MappingEntry::physical, MappingEntry::length, MappingEntry::open)
                    .containsExactly(tuple(0xF400_0000L, 2 * PAGE, 1L));
        }

        @Test
        void reaches_host_memory() {
            long at = map(0x3000, PAGE);
            root.store(at + 4, WORD, 0x66);

            assertThat(memory.load(0x3004, WORD)).isEqualTo(0x66);
        }

        @Test
        void reaches_holes_as_well() {
            long at = map(0xE000_0000L, PAGE);

            assertThat(signal(() -> root.load(at, WORD)).busCode()).isEqualTo(BusCode.HOLE);
        }

        @Test
        void of_no_page_is_EINVAL() {
            assertFails(EINVAL, 0, () -> map(0xF400_0004L, PAGE));
        }

        @Test
        void past_physical_space_is_EINVAL() {
            map(0xFFFF_F000L, PAGE);
            assertFails(EINVAL, 0, () -> map(0xFFFF_F000L, 2 * PAGE));
            assertFails(EINVAL, 0, () -> map(1L << 32, PAGE));
            assertFails(EINVAL, 0, () -> map(0x1_F400_0000L, PAGE));
        }

        @Test
        void stands_beside_iomap_without_binding_it() {
            long at = map(0xF400_0000L, PAGE);
            long window = bench.openAndMap(root, "/dev/gsc0");
            root.store(at + 8, WORD, 7);

            assertThat(root.load(window + 8, WORD)).isEqualTo(7);
        }
    }

    @Nested
    class Strict {
        private final DriverContext driver =
                DriverContext.begin(bench.kernel(), bench.spawn(), "board", DriverLimits.builtIn());

        @Test
        void what_a_driver_has_claimed_for_itself_is_EPERM() {
            driver.requestRegion(0xF400_1000L, PAGE, true);

            assertFails(EPERM, 0, () -> map(0xF400_0000L, 2 * PAGE));
            map(0xF400_0000L, PAGE);
            driver.releaseRegion(0xF400_1000L, PAGE);
            map(0xF400_0000L, 2 * PAGE);
        }

        @Test
        void what_a_driver_has_claimed_or_mapped_otherwise_is_not() {
            driver.requestRegion(0xF400_0000L, PAGE, false);
            driver.ioremap(0xF400_0000L, PAGE, Rights.KERNEL_RW);

            map(0xF400_0000L, PAGE);
        }

        @Test
        void what_was_mapped_before_is_lost() {
            long at = map(0xF400_0000L, 3 * PAGE);
            long window = bench.openAndMap(root, "/dev/gsc0");
            root.load(at + PAGE, WORD);
            driver.requestRegion(0xF400_1000L, PAGE, true);

            assertThat(signal(() -> root.load(at + PAGE, WORD)).busCode()).isEqualTo(BusCode.NO_PAGE);
            assertThat(signal(() -> root.store(at + PAGE, WORD, 1)).busCode()).isEqualTo(BusCode.NO_PAGE);
            root.load(at, WORD);
            root.load(at + 2 * PAGE, WORD);
            root.load(window + PAGE, WORD);
        }

        @Test
        void is_a_setting() {
            KernelConfiguration plain = KernelConfiguration.builtIn();
            Bench loose = new Bench(new KernelConfiguration(
                    plain.busError(), false, false, List.of("mem"), plain.deviceFiles(), plain.limits()));
            DriverContext owner = DriverContext.begin(loose.kernel(), loose.spawn(), "board", DriverLimits.builtIn());
            long mem = loose.calls().open(loose.root(), "/dev/mem", O_RDWR).now();
            owner.requestRegion(0xF400_0000L, PAGE, true);
            long at = loose.calls()
                    .mmap(loose.root(), mem, 0, PAGE, 0xF400_0000L, READ_WRITE, MAP_SHARED)
                    .now();
            owner.requestRegion(0xF400_1000L, PAGE, true);

            assertThat(loose.root().load(at, WORD)).isZero();
        }
    }
}
