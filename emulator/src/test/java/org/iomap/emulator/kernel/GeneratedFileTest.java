package org.iomap.emulator.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.iomap.emulator.kernel.Bench.ROOT;
import static org.iomap.emulator.kernel.Bench.USER;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.protocol.Errno.EACCES;
import static org.iomap.protocol.Errno.EEXIST;
import static org.iomap.protocol.Errno.EIO;
import static org.iomap.protocol.Errno.EISDIR;
import static org.iomap.protocol.Errno.ENOENT;
import static org.iomap.protocol.Errno.EPERM;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.OpenFile;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.Errno;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GeneratedFileTest {
    private final IoSpace ioSpace = new IoSpace(new Trace(16, () -> 0));
    private final FileSystem files = new FileSystem(new FilePages(new PageFrames(ioSpace), ioSpace.hostMemory()));
    private final List<String> written = new ArrayList<>();
    private String content = "first line\n";

    private final GeneratedFile counter = new GeneratedFile() {
        @Override
        public byte[] read(Credentials who) {
            return (content + "for uid " + who.uid()).getBytes(US_ASCII);
        }

        @Override
        public void write(Credentials who, byte[] data, long position) {
            written.add(who.uid() + "@" + position + ":" + new String(data, US_ASCII));
        }
    };

    @Nested
    class Content {
        private final FileOperations operations = Inode.generated(0644, counter).operations();
        private final OpenFile file = new Opened(OpenFile.O_RDWR, 1000);

        private String read(int count, long position) {
            ByteBuffer into = ByteBuffer.allocate(count);
            assertThat(operations.read(file, into, position)).isEqualTo(into.position());
            return new String(into.array(), 0, into.position(), US_ASCII);
        }

        @Test
        void is_made_for_the_reader() {
            assertThat(read(100, 0)).isEqualTo("first line\nfor uid 1000");
            assertThat(read(100, 23)).isEmpty();
            assertThat(read(100, Long.MAX_VALUE)).isEmpty();
        }

        @Test
        void fits_together_when_it_is_read_in_pieces() {
            String first = read(6, 0);
            content = "another line\n";

            assertThat(first + read(100, 6)).isEqualTo("first line\nfor uid 1000");
            assertThat(read(100, 0)).startsWith("another line");
        }

        @Test
        void is_made_where_the_first_read_is() {
            assertThat(read(4, 6)).isEqualTo("line");
        }

        @Test
        void is_made_anew_after_a_write() {
            read(5, 0);
            content = "other line\n";
            operations.write(file, ByteBuffer.wrap("1".getBytes(US_ASCII)), 4);

            assertThat(read(5, 6)).isEqualTo("line\n");
            assertThat(written).containsExactly("1000@4:1");
        }
    }

    @Nested
    class Mode {
        private final Opened writer = new Opened(OpenFile.O_WRONLY, 0);

        @Test
        void without_a_bit_to_write_not_even_root_opens_it_to_write() {
            assertThrows(
                    EACCES, () -> Inode.generated(0444, counter).operations().open(writer));
            Inode.generated(0444, counter).operations().open(new Opened(OpenFile.O_RDONLY, 0));
            Inode.generated(0200, counter).operations().open(writer);
        }

        @Test
        void what_understands_no_write_answers_EIO() {
            FileOperations operations =
                    Inode.generated(0644, who -> new byte[0]).operations();
            operations.open(writer);

            assertThrows(EIO, () -> operations.write(writer, ByteBuffer.allocate(1), 0));
        }

        @Test
        void says_who_finds_it() {
            files.add("/sys/secret", Inode.generated(0400, counter));
            files.add("/proc/7", Inode.generated(0400, counter).owner(1000, 1000));

            assertFails(EACCES, 8, () -> files.find(USER, "/sys/secret", Inode.READ));
            assertThat(files.find(ROOT, "/sys/secret", Inode.READ).status().mode())
                    .isEqualTo(Inode.S_IFREG | 0400);
            assertThat(files.find(USER, "/proc/7", Inode.READ).uid()).isEqualTo(1000);
        }
    }

    @Nested
    class Directories {
        private final Map<String, Inode> processes = new TreeMap<>();

        Directories() {
            files.add("/proc", Inode.directory(0555, () -> processes));
            files.add("/proc/iomem", Inode.generated(0444, counter));
            files.add("/sys/bus/pci/devices/0000:00:01.0/vendor", Inode.generated(0444, counter));
        }

        @Test
        void are_made_as_far_as_they_are_missing() {
            assertThat(files.readdir(USER, "/sys/bus/pci/devices")).containsExactly("0000:00:01.0");
            assertThat(files.find(USER, "/sys/bus").status().mode()).isEqualTo(Inode.S_IFDIR | 0755);
        }

        @Test
        void list_what_is_there_when_somebody_looks() {
            assertThat(files.readdir(USER, "/proc")).containsExactly("iomem");
            processes.put("7", Inode.directory(0555, () -> Map.of("maps", Inode.generated(0444, counter))));

            assertThat(files.readdir(USER, "/proc")).containsExactly("7", "iomem");
            assertThat(files.readdir(USER, "/proc/7")).containsExactly("maps");
            assertThat(files.find(USER, "/proc/7/maps").number()).isPositive();
            processes.clear();
            assertFails(ENOENT, 27, () -> files.find(USER, "/proc/7/maps"));
        }

        @Test
        void are_opened_by_nobody() {
            assertFails(EISDIR, 0, () -> files.find(ROOT, "/proc", Inode.READ));
        }

        @Test
        void a_name_is_given_once() {
            assertThatIllegalArgumentException().isThrownBy(() -> files.add("/proc/iomem", Inode.directory(0555)));
        }

        @Test
        void nobody_changes_what_the_kernel_makes() {
            DeviceNumber device = new DeviceNumber(64, 0);
            assertFails(EPERM, 0, () -> files.unlink(ROOT, "/proc/iomem"));
            assertFails(EPERM, 0, () -> files.chmod(ROOT, "/proc/iomem", 0666));
            assertFails(EPERM, 0, () -> files.chmod(ROOT, "/proc", 0777));
            assertFails(EPERM, 0, () -> files.chown(ROOT, "/proc/iomem", 1000, 1000));
            assertFails(EPERM, 0, () -> files.mknod(ROOT, "/proc/mine", Inode.S_IFCHR, device));
            assertFails(EEXIST, 0, () -> files.mknod(ROOT, "/proc/iomem", Inode.S_IFCHR, device));
        }
    }

    private static void assertThrows(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(DriverException.class).isThrownBy(call).returns(errno, DriverException::errno);
    }
}
