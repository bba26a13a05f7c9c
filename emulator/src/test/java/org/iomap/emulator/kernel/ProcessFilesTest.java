package org.iomap.emulator.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.protocol.Errno.EACCES;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENOENT;

import java.nio.ByteBuffer;
import java.util.List;
import org.iomap.driver.MemoryArea;
import org.iomap.driver.OpenFile;
import org.iomap.driver.Rights;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("/proc/PID")
class ProcessFilesTest {
    private static final String RESOURCE = "/sys/bus/pci/devices/0000:00:01.0/resource0";
    private static final long CARD = 0xF200_0000L;
    private static final int MAP_SHARED = 1;
    private static final int READ_WRITE = MemoryArea.PROT_READ | MemoryArea.PROT_WRITE;

    private final Workstation workstation = new Workstation();
    private final SystemCalls calls = workstation.kernel().systemCalls();
    private final UserProcess root = workstation.spawn(0, "root");

    @Nested
    class Maps {
        @Test
        void has_nothing_at_first() {
            assertThat(maps(root)).isEmpty();
        }

        @Test
        void has_what_iomap_has_mapped_always_to_read_and_write() {
            long handle = calls.open(root, "/dev/uart0", OpenFile.O_RDONLY).now();
            calls.ioctl(root, handle, Bench.IOMAPMAP, 0).now();

            assertThat(maps(root)).isEqualTo("ffd05000-ffd06000 rw-s 00000000 40:fd0501 0      /dev/uart0\n");
        }

        @Test
        void has_what_mmap_has_mapped_with_its_rights_and_offset() {
            long handle = calls.open(root, RESOURCE, OpenFile.O_RDWR).now();
            mmap(handle, 0x2000, 0x1000, MemoryArea.PROT_READ);

            assertThat(maps(root)).isEqualTo("80000000-80002000 r--s 00001000 00:00 0          " + RESOURCE + "\n");
        }

        @Test
        void has_the_kernel_mappings_of_a_driver() {
            DriverContext driver = workstation.driver("teach");
            driver.ioremap(CARD, 0x4000, Rights.USER_RW);
            driver.allocateDma(0x1000, 0xFFFF_FFFFL);

            assertThat(maps(driver.process()).lines())
                    .containsExactly(
                            "100100000-100101000 rw-s 00000000 00:00 0        [dma_alloc_coherent]",
                            "1f2000000-1f2004000 rw-s 00000000 00:00 0        [ioremap]");
        }

        @Test
        void is_for_root_and_its_own_user() {
            UserProcess user = workstation.spawn(1000, "user");
            UserProcess other = workstation.spawn(1001, "other");

            assertThat(read(user, "/proc/" + user.pid() + "/maps")).isEmpty();
            assertThat(read(root, "/proc/" + user.pid() + "/maps")).isEmpty();
            assertFails(EACCES, 8, () -> read(other, "/proc/" + user.pid() + "/maps"));
        }
    }

    @Test
    void is_there_while_the_process_is() {
        UserProcess user = workstation.spawn(1000, "user");
        String directory = "/proc/" + user.pid();

        assertThat(calls.readdir(root, "/proc")).contains(Integer.toString(user.pid()), "iomem");
        assertThat(calls.stat(root, directory).uid()).isEqualTo(1000);
        user.exit("done");
        assertThat(calls.readdir(root, "/proc")).doesNotContain(Integer.toString(user.pid()));
        for (String none : List.of(directory, "/proc/0", "/proc/01", "/proc/-1", "/proc/99999999999", "/proc/self")) {
            assertFails(ENOENT, 27, () -> calls.stat(root, none));
        }
    }

    @Nested
    class A_PCI_resource {
        @Test
        void leads_to_the_same_registers_as_iomap() {
            long handle = calls.open(root, RESOURCE, OpenFile.O_RDWR).now();
            long address = mmap(handle, 0x4000, 0, READ_WRITE);
            root.store(address + 0x2010, Width.WORD, 0xCAFE_F00DL);

            assertThat(workstation.machine().ioSpace().peek(CARD + 0x2010, Width.WORD))
                    .isEqualTo(0xCAFE_F00DL);
        }

        @Test
        void is_stored_to_with_the_right_to_alone() {
            long handle = calls.open(root, RESOURCE, OpenFile.O_RDWR).now();
            long address = mmap(handle, 0x1000, 0, MemoryArea.PROT_READ);
            root.load(address, Width.WORD);

            assertThatExceptionOfType(SignalException.class)
                    .isThrownBy(() -> root.store(address, Width.WORD, 1))
                    .satisfies(e -> assertThat(e.busCode()).isEqualTo(BusCode.PROTECTION));
        }

        @Test
        void is_gone_once_a_driver_claims_it_for_itself() {
            long handle = calls.open(root, RESOURCE, OpenFile.O_RDWR).now();
            long address = mmap(handle, 0x4000, 0, READ_WRITE);
            workstation.driver("teach").requestRegion(CARD + 0x2000, 0x1000, true);
            root.load(address, Width.WORD);

            assertThatExceptionOfType(SignalException.class).isThrownBy(() -> root.load(address + 0x2000, Width.WORD));
            assertFails(EINVAL, 0, () -> mmap(handle, 0x4000, 0, READ_WRITE));
        }

        @Test
        void is_roots_alone() {
            assertFails(
                    EACCES,
                    8,
                    () -> calls.open(workstation.spawn(1000, "user"), RESOURCE, OpenFile.O_RDONLY)
                            .now());
        }
    }

    private long mmap(long handle, long length, long offset, int protection) {
        return calls.mmap(root, handle, 0, length, offset, protection, MAP_SHARED)
                .now();
    }

    private String maps(UserProcess process) {
        return read(process, "/proc/" + process.pid() + "/maps");
    }

    private String read(UserProcess process, String path) {
        long handle = calls.open(process, path, OpenFile.O_RDONLY).now();
        ByteBuffer into = ByteBuffer.allocate(4096);
        calls.read(process, handle, into).now();
        calls.close(process, handle);
        return new String(into.array(), 0, into.position(), US_ASCII);
    }
}
