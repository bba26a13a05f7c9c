package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.driver.MemoryArea.PROT_READ;
import static org.iomap.driver.MemoryArea.PROT_WRITE;
import static org.iomap.emulator.kernel.Bench.O_RDONLY;
import static org.iomap.emulator.kernel.Bench.O_RDWR;
import static org.iomap.emulator.kernel.Bench.O_WRONLY;
import static org.iomap.emulator.kernel.Bench.PAGE;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.emulator.kernel.Bench.signal;
import static org.iomap.emulator.kernel.OpenFlags.O_CREAT;
import static org.iomap.emulator.kernel.OpenFlags.O_EXCL;
import static org.iomap.emulator.kernel.OpenFlags.O_TRUNC;
import static org.iomap.emulator.kernel.UserArea.MAP_PRIVATE;
import static org.iomap.emulator.kernel.UserArea.MAP_SHARED;
import static org.iomap.protocol.Errno.EACCES;
import static org.iomap.protocol.Errno.EBADF;
import static org.iomap.protocol.Errno.EEXIST;
import static org.iomap.protocol.Errno.EFBIG;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.EISDIR;
import static org.iomap.protocol.Errno.ENOENT;
import static org.iomap.protocol.Errno.ENOSPC;
import static org.iomap.protocol.Errno.ENOTDIR;
import static org.iomap.protocol.Errno.EOVERFLOW;
import static org.iomap.protocol.Errno.EPERM;
import static org.iomap.protocol.Errno.ESPIPE;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlainFileTest {
    private static final String PATH = "/tmp/notes";
    private static final int BOTH = PROT_READ | PROT_WRITE;

    private final Bench bench = new Bench();
    private final SystemCalls calls = bench.calls;
    private final UserProcess owner = bench.spawn();
    private final UserProcess other = bench.spawn(new Credentials(1002, 1002, Set.of()));
    private final PageFrames frames = bench.kernel.pageFrames();
    private final long unused = frames.available();

    private long create(UserProcess process) {
        return calls.open(process, PATH, O_RDWR | O_CREAT).now();
    }

    private int write(long handle, byte... data) {
        return calls.write(owner, handle, ByteBuffer.wrap(data)).now();
    }

    private byte[] read(UserProcess process, long handle, int count) {
        ByteBuffer into = ByteBuffer.allocate(count);
        int done = calls.read(process, handle, into).now();
        assertThat(into.position()).isEqualTo(done);
        return Arrays.copyOf(into.array(), done);
    }

    private long map(UserProcess process, long handle, long length, int protection, int flags) {
        return calls.mmap(process, handle, 0, length, 0, protection, flags).now();
    }

    private static byte[] bytes(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Nested
    class Open {
        @Test
        void makes_a_file_of_its_process_with_mode_0644() {
            create(owner);

            assertThat(calls.stat(other, PATH))
                    .returns(Inode.S_IFREG | 0644, FileStatus::mode)
                    .returns(1000, FileStatus::uid)
                    .returns(1000, FileStatus::gid)
                    .returns(0, FileStatus::device);
            assertThat(calls.readdir(other, "/tmp")).containsExactly("notes");
            calls.open(other, PATH, O_RDONLY).now();
            assertFails(EACCES, 8, () -> calls.open(other, PATH, O_RDWR).now());
        }

        @Test
        void of_what_is_there_makes_nothing() {
            write(create(owner), (byte) 7);

            assertThat(read(owner, create(owner), 10)).containsExactly(7);
            assertFails(
                    EEXIST,
                    0,
                    () -> calls.open(owner, PATH, O_RDWR | O_CREAT | O_EXCL).now());
            calls.open(owner, PATH, O_RDWR | O_EXCL).now();
            calls.open(owner, "/dev/gsc0", O_RDWR | O_CREAT).now();
        }

        @Test
        void truncates_what_may_be_written() {
            write(create(owner), (byte) 7);

            assertFails(
                    EACCES, 8, () -> calls.open(other, PATH, O_RDONLY | O_TRUNC).now());
            long handle = calls.open(owner, PATH, O_RDWR | O_TRUNC).now();
            assertThat(read(owner, handle, 10)).isEmpty();
            assertThat(frames.available()).isEqualTo(unused);
        }

        @Test
        void makes_a_file_only_where_a_directory_may_be_written() {
            assertFails(
                    EACCES,
                    8,
                    () -> calls.open(owner, "/dev/x", O_RDWR | O_CREAT).now());
            assertFails(
                    EACCES, 8, () -> calls.open(owner, "/x", O_RDWR | O_CREAT).now());
            bench.kernel.files().add("/proc/uptime", Inode.generated(0444, who -> new byte[0]));
            assertFails(
                    EACCES,
                    0,
                    () -> calls.open(bench.root, "/proc/x", O_RDWR | O_CREAT).now());
            calls.open(bench.root, "/dev/x", O_RDWR | O_CREAT).now();
        }

        @Test
        void makes_no_directory_and_no_strange_name() {
            int flags = O_RDWR | O_CREAT;
            assertFails(EISDIR, 0, () -> calls.open(owner, "/tmp", flags).now());
            assertFails(EISDIR, 0, () -> calls.open(owner, "/tmp/", flags).now());
            assertFails(EISDIR, 0, () -> calls.open(owner, "/", flags).now());
            assertFails(EINVAL, 0, () -> calls.open(owner, "/tmp/..", flags).now());
            assertFails(ENOENT, 27, () -> calls.open(owner, "/none/x", flags).now());
            assertFails(
                    ENOTDIR, 0, () -> calls.open(owner, "/dev/null/x", flags).now());
            assertFails(ENOENT, 27, () -> calls.open(owner, PATH, O_RDWR).now());
        }

        @Test
        void that_makes_one_file_too_many_is_ENOSPC() {
            int present = calls.readdir(owner, "/dev").size();
            for (int made = present; made < FileSystem.MOST_FILES; made++) {
                calls.close(
                        owner,
                        calls.open(owner, "/tmp/f" + made, O_RDWR | O_CREAT).now());
            }

            assertFails(ENOSPC, 0, () -> create(owner));
        }

        @Test
        void shows_its_flags_in_the_trace() {
            calls.open(owner, PATH, O_RDWR | O_CREAT | O_TRUNC | O_EXCL | 0x10000)
                    .now();

            assertThat(bench.lines(TraceKind.SYSTEM_CALL))
                    .containsExactly("open /tmp/notes O_RDWR|O_NONBLOCK|O_CREAT|O_TRUNC|O_EXCL = 3");
        }

        @Test
        void of_a_generated_file_reads_what_the_kernel_makes() {
            bench.kernel.files().add("/proc/hello", Inode.generated(0444, who -> bytes(3, who.uid() / 10)));
            long handle = calls.open(owner, "/proc/hello", O_RDONLY).now();

            assertThat(read(owner, handle, 2)).containsExactly(100, 100);
            assertThat(read(owner, handle, 2)).containsExactly(100);
            assertThat(read(owner, handle, 2)).isEmpty();
            assertThat(calls.lseek(owner, handle, 0, 0)).isZero();
            assertThat(read(owner, handle, 9)).hasSize(3);
            assertFails(
                    EACCES,
                    0,
                    () -> calls.open(bench.root, "/proc/hello", O_RDWR).now());
            assertFails(EINVAL, 0, () -> calls.ftruncate(owner, handle, 0));
            assertFails(EINVAL, 0, () -> calls.lseek(owner, handle, 0, 2));
        }
    }

    @Nested
    class Read_and_write {
        @Test
        void go_on_where_the_last_one_ended() {
            long handle = create(owner);
            assertThat(write(handle, bytes(3, 1))).isEqualTo(3);
            assertThat(write(handle, bytes(2, 2))).isEqualTo(2);
            calls.lseek(owner, handle, 1, 0);

            assertThat(read(owner, handle, 3)).containsExactly(1, 1, 2);
            assertThat(read(owner, handle, 3)).containsExactly(2);
            assertThat(read(owner, handle, 3)).isEmpty();
        }

        @Test
        void each_open_has_a_position_and_dup_shares_it() {
            long handle = create(owner);
            write(handle, (byte) 1, (byte) 2, (byte) 3);
            long again = create(owner);
            long shared = calls.dup(owner, again);
            assertThat(read(owner, again, 1)).containsExactly(1);

            assertThat(read(owner, shared, 1)).containsExactly(2);
            assertThat(read(owner, create(owner), 1)).containsExactly(1);
        }

        @Test
        void a_hole_reads_as_zero_and_takes_no_page() {
            long handle = create(owner);
            calls.lseek(owner, handle, 5 * PAGE + 1, 0);
            write(handle, (byte) 9);
            assertThat(frames.available()).isEqualTo(unused - PAGE);
            calls.lseek(owner, handle, 5 * PAGE - 1, 0);

            assertThat(read(owner, handle, 10)).containsExactly(0, 0, 9);
        }

        @Test
        void obey_how_it_was_opened() {
            create(owner);
            long in = calls.open(owner, PATH, O_RDONLY).now();
            long out = calls.open(owner, PATH, O_WRONLY).now();

            assertFails(EBADF, 27, () -> write(in, (byte) 1));
            assertFails(EBADF, 27, () -> read(owner, out, 1));
        }

        @Test
        void past_what_a_file_can_hold_is_EFBIG() {
            long handle = create(owner);
            calls.lseek(owner, handle, PlainFile.MOST_BYTES - 2, 0);

            assertThat(write(handle, bytes(5, 1))).isEqualTo(2);
            assertFails(EFBIG, 0, () -> write(handle, bytes(1, 1)));
            assertThat(write(handle)).isZero();
        }

        @Test
        void without_memory_is_ENOSPC_after_what_there_was_room_for() {
            long handle = create(owner);
            int most = (int) (frames.total() / 2);
            assertThat(write(handle, bytes(most + 100, 1))).isEqualTo(most);

            assertFails(ENOSPC, 0, () -> write(handle, bytes(1, 1)));
            assertThat(frames.available()).isEqualTo(unused - most);
            calls.ftruncate(owner, handle, 10);
            assertThat(frames.available()).isEqualTo(unused - PAGE);
            frames.allocate(frames.available(), Long.MAX_VALUE);
            calls.lseek(owner, handle, 0, 2);
            assertThat(write(handle, bytes((int) PAGE, 1))).isEqualTo((int) PAGE - 10);
            assertFails(ENOSPC, 0, () -> write(handle, bytes(1, 1)));
        }
    }

    @Nested
    class Lseek {
        @Test
        void counts_from_the_start_the_position_and_the_end() {
            long handle = create(owner);
            write(handle, bytes(100, 1));

            assertThat(calls.lseek(owner, handle, 10, 0)).isEqualTo(10);
            assertThat(calls.lseek(owner, handle, 5, 1)).isEqualTo(15);
            assertThat(calls.lseek(owner, handle, -15, 1)).isZero();
            assertThat(calls.lseek(owner, handle, -1, 2)).isEqualTo(99);
            assertThat(calls.lseek(owner, handle, 50, 2)).isEqualTo(150);
        }

        @Test
        void to_where_no_file_is_is_an_error() {
            long handle = create(owner);
            calls.lseek(owner, handle, 10, 0);

            assertFails(EINVAL, 0, () -> calls.lseek(owner, handle, -1, 0));
            assertFails(EINVAL, 0, () -> calls.lseek(owner, handle, -11, 1));
            assertFails(EINVAL, 0, () -> calls.lseek(owner, handle, Long.MIN_VALUE, 1));
            assertFails(EINVAL, 0, () -> calls.lseek(owner, handle, PlainFile.MOST_BYTES + 1, 0));
            assertFails(EINVAL, 0, () -> calls.lseek(owner, handle, 0, 3));
            assertFails(EINVAL, 0, () -> calls.lseek(owner, handle, 0, -1));
            assertFails(EOVERFLOW, 0, () -> calls.lseek(owner, handle, Long.MAX_VALUE, 1));
            assertFails(EBADF, 27, () -> calls.lseek(owner, 99, 0, 0));
            assertThat(calls.lseek(owner, handle, 0, 1)).isEqualTo(10);
        }

        @Test
        void of_what_has_no_position_is_ESPIPE() {
            assertFails(ESPIPE, 0, () -> calls.lseek(owner, bench.open(owner, "/dev/gsc0"), 0, 0));
        }
    }

    @Nested
    class Ftruncate {
        @Test
        void makes_it_shorter_and_longer_again_with_zeros() {
            long handle = create(owner);
            write(handle, bytes(3 * (int) PAGE, 1));
            calls.ftruncate(owner, handle, PAGE + 2);
            assertThat(frames.available()).isEqualTo(unused - 2 * PAGE);
            calls.ftruncate(owner, handle, 3 * PAGE);
            calls.lseek(owner, handle, PAGE, 0);

            assertThat(read(owner, handle, 5)).containsExactly(1, 1, 0, 0, 0);
            assertThat(calls.lseek(owner, handle, 0, 2)).isEqualTo(3 * PAGE);
        }

        @Test
        void of_anything_else_is_EINVAL() {
            long handle = create(owner);
            long in = calls.open(owner, PATH, O_RDONLY).now();

            assertFails(EINVAL, 0, () -> calls.ftruncate(owner, in, 0));
            assertFails(EINVAL, 0, () -> calls.ftruncate(owner, handle, -1));
            assertFails(EFBIG, 0, () -> calls.ftruncate(owner, handle, PlainFile.MOST_BYTES + 1));
            assertFails(EINVAL, 0, () -> calls.ftruncate(owner, bench.open(owner, "/dev/null"), 0));
            assertFails(EBADF, 27, () -> calls.ftruncate(owner, 99, 0));
        }
    }

    @Nested
    class Mmap {
        @Test
        void shows_the_pages_of_the_file_themselves() {
            long handle = create(owner);
            write(handle, bytes(2 * (int) PAGE, 1));
            long here = map(owner, handle, 2 * PAGE, BOTH, MAP_SHARED);
            long there = map(other, calls.open(other, PATH, O_RDONLY).now(), 2 * PAGE, PROT_READ, MAP_SHARED);
            owner.store(here + PAGE, WORD, 0x0203_0405);

            assertThat(other.load(there + PAGE, WORD)).isEqualTo(0x0203_0405);
            calls.lseek(owner, handle, PAGE - 1, 0);
            assertThat(read(owner, handle, 5)).containsExactly(1, 2, 3, 4, 5);
            calls.lseek(owner, handle, 0, 0);
            write(handle, bytes(1, 9));
            assertThat(other.load(there, BYTE)).isEqualTo(9);
        }

        @Test
        void leads_to_host_memory_as_a_window_leads_to_a_module() {
            write(create(owner), bytes(1, 5));
            long at = map(owner, create(owner), PAGE, PROT_READ, MAP_SHARED);
            Pregion pregion = owner.addressSpace().find(at);

            assertThat(pregion.origin()).isEqualTo(new Origin("mmap", PROT_READ, true, 0, PATH));
            assertThat(pregion.extents()).containsExactly(new Extent(0, PageFrames.FIRST, PAGE, false));
            assertThat(bench.ioSpace.load(PageFrames.FIRST, BYTE)).isEqualTo(5);
            assertThat(bench.ioSpace.moduleAt(PageFrames.FIRST)).isEqualTo("memory");
        }

        @Test
        void past_the_page_of_the_last_byte_is_SIGBUS() {
            long handle = create(owner);
            write(handle, bytes(1, 5));
            long at = map(owner, handle, 3 * PAGE, BOTH, MAP_SHARED);
            owner.store(at + PAGE - 4, WORD, 1);

            assertThat(signal(() -> owner.load(at + PAGE, WORD)).busCode()).isEqualTo(BusCode.NO_PAGE);
            calls.ftruncate(owner, handle, PAGE + 1);
            owner.store(at + PAGE, WORD, 0x0700_0000);
            calls.lseek(owner, handle, PAGE, 0);
            assertThat(read(owner, handle, 9)).containsExactly(7);
            assertThat(signal(() -> owner.load(at + 2 * PAGE, WORD)).busCode()).isEqualTo(BusCode.NO_PAGE);
        }

        @Test
        void of_a_file_that_becomes_shorter_loses_its_pages() {
            long handle = create(owner);
            write(handle, bytes(3 * (int) PAGE, 5));
            long whole = map(owner, handle, 3 * PAGE, BOTH, MAP_SHARED);
            long last = calls.mmap(owner, handle, 0, PAGE, 2 * PAGE, BOTH, MAP_SHARED)
                    .now();
            long copy = map(owner, handle, 3 * PAGE, BOTH, MAP_PRIVATE);
            owner.load(whole + 2 * PAGE, WORD);
            owner.store(copy + 2 * PAGE, WORD, 1);
            calls.ftruncate(owner, handle, PAGE);

            assertThat(frames.available()).isEqualTo(unused - PAGE);
            for (long gone : new long[] {whole + PAGE, whole + 2 * PAGE, last, copy + 2 * PAGE}) {
                assertThat(signal(() -> owner.load(gone, WORD)).busCode()).isEqualTo(BusCode.NO_PAGE);
                assertThat(signal(() -> owner.store(gone, WORD, 1)).busCode()).isEqualTo(BusCode.NO_PAGE);
            }
            assertThat(owner.load(whole, BYTE)).isEqualTo(5);
        }

        @Test
        void private_keeps_what_it_stores_for_itself() {
            long handle = create(owner);
            write(handle, bytes(2 * (int) PAGE, 5));
            long at = map(owner, calls.open(owner, PATH, O_RDONLY).now(), 2 * PAGE, BOTH, MAP_PRIVATE);
            owner.store(at, BYTE, 6);
            write(handle, (byte) 1);

            assertThat(owner.load(at, BYTE)).isEqualTo(6);
            assertThat(owner.load(at + 1, BYTE)).isEqualTo(5);
            calls.lseek(owner, handle, 0, 0);
            assertThat(read(owner, handle, 1)).containsExactly(5);
        }

        @Test
        void without_memory_for_a_hole_is_SIGBUS() {
            long handle = create(owner);
            calls.ftruncate(owner, handle, PAGE);
            long at = map(owner, handle, PAGE, BOTH, MAP_SHARED);
            long all = frames.allocate(frames.available(), Long.MAX_VALUE);

            assertThat(signal(() -> owner.store(at, WORD, 1)).busCode()).isEqualTo(BusCode.NO_PAGE);
            frames.free(all, unused);
            owner.store(at, WORD, 1);
        }

        @Test
        void past_what_a_file_can_hold_is_EOVERFLOW() {
            long handle = create(owner);
            long last = PlainFile.MOST_BYTES / PAGE * PAGE;

            assertFails(
                    EOVERFLOW,
                    0,
                    () -> calls.mmap(owner, handle, 0, PAGE, last, BOTH, MAP_SHARED)
                            .now());
            calls.mmap(owner, handle, 0, PAGE, last - PAGE, BOTH, MAP_SHARED).now();
        }
    }

    @Nested
    class Unlink {
        @Test
        void leaves_the_pages_to_those_who_have_it_open_or_mapped() {
            long handle = create(owner);
            write(handle, bytes(1, 5));
            long at = map(owner, handle, PAGE, BOTH, MAP_SHARED);
            calls.unlink(owner, PATH);
            assertThat(read(owner, handle, 1)).isEmpty();
            calls.close(owner, handle);
            assertThat(owner.load(at, BYTE)).isEqualTo(5);
            assertThat(frames.available()).isEqualTo(unused - PAGE);
            calls.munmap(owner, at, PAGE);

            assertThat(frames.available()).isEqualTo(unused);
            assertFails(ENOENT, 27, () -> calls.stat(owner, PATH));
        }

        @Test
        void while_two_parts_of_a_mapping_are_left_frees_nothing() {
            long handle = create(owner);
            write(handle, bytes(3 * (int) PAGE, 5));
            long at = map(owner, handle, 3 * PAGE, BOTH, MAP_SHARED);
            calls.munmap(owner, at + PAGE, PAGE);
            calls.close(owner, handle);
            calls.unlink(owner, PATH);
            calls.munmap(owner, at, PAGE);
            assertThat(owner.load(at + 2 * PAGE, BYTE)).isEqualTo(5);
            owner.exit("done");

            assertThat(frames.available()).isEqualTo(unused);
        }

        @Test
        void in_tmp_is_for_the_owner_and_root() {
            create(owner);

            assertFails(EPERM, 0, () -> calls.unlink(other, PATH));
            calls.unlink(bench.root, PATH);
            create(owner);
            calls.unlink(owner, PATH);
        }

        @Test
        void frees_the_pages_of_a_file_that_nobody_has_open() {
            long handle = create(owner);
            write(handle, bytes(1, 5));
            calls.close(owner, handle);
            assertThat(frames.available()).isEqualTo(unused - PAGE);
            calls.unlink(owner, PATH);

            assertThat(frames.available()).isEqualTo(unused);
        }
    }

    @Test
    void the_end_of_a_process_leaves_its_files_and_a_boot_does_not() {
        write(create(owner), bytes(1, 5));
        owner.exit("done");
        assertThat(read(other, calls.open(other, PATH, O_RDONLY).now(), 9)).containsExactly(5);
        bench.kernel.reboot();

        assertThat(calls.readdir(bench.spawn(), "/tmp")).isEmpty();
        assertThat(bench.kernel.pageFrames().available()).isEqualTo(unused);
    }

    /** Whatever is written, stored, cut off and unmapped: read(2) and loads see what an array holds. */
    @Test
    void read_write_and_mappings_agree() {
        Random random = new Random(6);
        byte[] expected = new byte[8 * (int) PAGE];
        int size = 0;
        long handle = create(owner);
        long at = map(owner, handle, expected.length, BOTH, MAP_SHARED);
        for (int step = 0; step < 3_000; step++) {
            int place = random.nextInt(expected.length - 2000);
            int count = random.nextInt(2000);
            switch (random.nextInt(4)) {
                case 0 -> {
                    byte[] data = new byte[count];
                    random.nextBytes(data);
                    calls.lseek(owner, handle, place, 0);
                    assertThat(write(handle, data)).isEqualTo(count);
                    System.arraycopy(data, 0, expected, place, count);
                    size = count == 0 ? size : Math.max(size, place + count);
                }
                case 1 -> {
                    if (place < size) {
                        owner.store(at + place, BYTE, step & 0xFF);
                        expected[place] = (byte) step;
                    }
                }
                case 2 -> {
                    calls.ftruncate(owner, handle, place);
                    Arrays.fill(expected, place, expected.length, (byte) 0);
                    size = place;
                }
                default -> {
                    if (place < size) {
                        assertThat((byte) owner.load(at + place, BYTE)).isEqualTo(expected[place]);
                    }
                }
            }
            calls.lseek(owner, handle, place, 0);
            byte[] seen = read(owner, handle, count);
            assertThat(seen)
                    .isEqualTo(Arrays.copyOfRange(expected, place, Math.max(place, Math.min(size, place + count))));
        }
        calls.unlink(owner, PATH);
        owner.exit("done");

        assertThat(frames.available()).isEqualTo(unused);
    }
}
